with line as (
  select * from json_to_recordset(:lines::json)
    as l (line_no text, item text, quantity numeric, unit text, valid_from date, valid_to date)
),
gone as (delete from bom_line where bom = :bom and line_no not in (select line_no from line)),
head as (
  insert into bom (bom, item, use, status) values (:bom, :item, :use, :status)
  on conflict (bom) do update set item = excluded.item, use = excluded.use, status = excluded.status
)
insert into bom_line (bom, line_no, item, quantity, unit, valid_from, valid_to)
select :bom, line_no, item, quantity, unit, valid_from, valid_to from line
on conflict (bom, line_no) do update set
  item = excluded.item, quantity = excluded.quantity, unit = excluded.unit, valid_from = excluded.valid_from, valid_to = excluded.valid_to
