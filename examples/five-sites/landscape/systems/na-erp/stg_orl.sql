-- The lines of a staged order.
insert into stg_orl (msgid, ponr, itno, orqt, unms, sapr)
select :delivery.id, l.ponr, l.itno, l.orqt, l.unms, l.sapr
from json_to_recordset(:lines::json) as l (ponr integer, itno text, orqt numeric, unms text, sapr numeric)
on conflict (msgid, ponr) do update set itno = excluded.itno, orqt = excluded.orqt, unms = excluded.unms, sapr = excluded.sapr
