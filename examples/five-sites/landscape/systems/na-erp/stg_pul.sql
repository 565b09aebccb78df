-- The lines of a staged purchase order.
insert into stg_pul (msgid, ponr, itno, orqt, unms, dwdt, pupr)
select :delivery.id, l.ponr, l.itno, l.orqt, l.unms, l.dwdt, l.pupr
from json_to_recordset(:lines::json) as l (ponr integer, itno text, orqt numeric, unms text, dwdt text, pupr numeric)
on conflict (msgid, ponr) do update set itno = excluded.itno, orqt = excluded.orqt, unms = excluded.unms, dwdt = excluded.dwdt, pupr = excluded.pupr
