insert into item (item, product_id, number, name, type, status, unit, weight, weight_unit, size, size_unit)
values (:item, :productId, :number, :name, :type, :status, :unit, :weight, :weightUnit, :size, :sizeUnit)
on conflict (item) do update set
  product_id = excluded.product_id, number = excluded.number, name = excluded.name, type = excluded.type, status = excluded.status,
  unit = excluded.unit, weight = excluded.weight, weight_unit = excluded.weight_unit, size = excluded.size, size_unit = excluded.size_unit
