insert into stock (position, item, site, location, quantity, unit, as_of)
values (:position, :item, :site, :location, :quantity, :unit, :asOf)
on conflict (position) do update set quantity = excluded.quantity, unit = excluded.unit, as_of = excluded.as_of
