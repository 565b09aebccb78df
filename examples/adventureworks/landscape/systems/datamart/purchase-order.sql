with line as (
  select * from json_to_recordset(:lines::json)
    as l (line_no text, item text, quantity numeric, unit text, price numeric, received numeric, due date)
),
gone as (delete from purchase_order_line where purchase_order = :order and line_no not in (select line_no from line)),
head as (
  insert into purchase_order (purchase_order, number, status, supplier, ordered_on, total, currency)
  values (:order, :number, :status, :supplier, :orderedOn, :total, :currency)
  on conflict (purchase_order) do update set
    status = excluded.status, supplier = excluded.supplier, ordered_on = excluded.ordered_on, total = excluded.total, currency = excluded.currency
)
insert into purchase_order_line (purchase_order, line_no, item, quantity, unit, price, received, due)
select :order, line_no, item, quantity, unit, price, received, due from line
on conflict (purchase_order, line_no) do update set
  item = excluded.item, quantity = excluded.quantity, unit = excluded.unit, price = excluded.price, received = excluded.received, due = excluded.due
