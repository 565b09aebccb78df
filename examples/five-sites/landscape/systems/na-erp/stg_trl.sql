-- The lines of a staged transfer.
insert into stg_trl (msgid, ponr, itno, trqt, unms)
select :delivery.id, l.ponr, l.itno, l.trqt, l.unms
from json_to_recordset(:lines::json) as l (ponr integer, itno text, trqt numeric, unms text)
on conflict (msgid, ponr) do update set itno = excluded.itno, trqt = excluded.trqt, unms = excluded.unms
