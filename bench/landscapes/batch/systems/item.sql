insert into item (item, number, name, type, unit, weight, planner)
values (:item, :number, :name, :type, :unit, :weight, :planner)
on conflict (item) do update set
  number = excluded.number, name = excluded.name, type = excluded.type, unit = excluded.unit, weight = excluded.weight, planner = excluded.planner
