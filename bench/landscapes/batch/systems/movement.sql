insert into movement (id, item, type, quantity, unit, occurred_at, orders)
values (:id, :item, :type, :quantity, :unit, :occurredAt, :order)
on conflict (id) do nothing
