-- The components of a staged bill of material.
insert into stg_bml (msgid, mseq, mtno, cnqt, peun, wapc, spty)
select :delivery.id, l.mseq, l.mtno, l.cnqt, l.peun, l.wapc, l.spty
from json_to_recordset(:lines::json) as l (mseq integer, mtno text, cnqt numeric, peun text, wapc numeric, spty text)
on conflict (msgid, mseq) do update set
  mtno = excluded.mtno, cnqt = excluded.cnqt, peun = excluded.peun, wapc = excluded.wapc, spty = excluded.spty
