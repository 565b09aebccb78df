-- The lines of a staged invoice between the companies.
insert into stg_icl (msgid, ponr, itno, ivqt, unms)
select :delivery.id, l.ponr, l.itno, l.ivqt, l.unms
from json_to_recordset(:lines::json) as l (ponr integer, itno text, ivqt numeric, unms text)
on conflict (msgid, ponr) do update set itno = excluded.itno, ivqt = excluded.ivqt, unms = excluded.unms
