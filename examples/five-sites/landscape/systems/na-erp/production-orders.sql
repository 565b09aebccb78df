-- Production orders with components, operations and, where they are made for an order that came through the hub, its key.
select h.mfno, h.itno, h.faci, h.orqt, h.unms, h.stat, h.revi, h.stdt, h.fidt, h.orno, h.ponr, h.prio, h.dmnd, h.rgts, h.chg_ts, o.extref as order_key,
  (select coalesce(json_agg(json_build_object('mseq', m.mseq, 'mtno', m.mtno, 'reqt', m.reqt::text, 'peun', m.peun, 'opno', m.opno) order by m.mseq), '[]')
     from mwomat m where m.mfno = h.mfno) as components,
  (select coalesce(json_agg(json_build_object('opno', p.opno, 'plgr', p.plgr, 'opds', p.opds, 'stat', p.stat) order by p.opno), '[]')
     from mwoope p where p.mfno = h.mfno) as operations
from mwohed h left join oohead o on o.orno = h.orno
