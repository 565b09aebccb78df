insert into item (no, ckey, name, type, unit, weight, weight_unit, revision, changed_by)
values (:no, :ckey, :name, :type, :unit, :weight, :weight_unit, :revision, 'HUB')
on conflict (no) do update set
  ckey = excluded.ckey, name = excluded.name, type = excluded.type, unit = excluded.unit, weight = excluded.weight,
  weight_unit = excluded.weight_unit, revision = excluded.revision, changed_by = excluded.changed_by, change = nextval('change')
