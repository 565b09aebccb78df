-- Invoices with their lines and, where they are for an order that came through the hub, its key.
select h.ivno, h.orno, h.cuno, h.whlo, h.ivdt, h.dudt, h.cucd, h.ivam, h.vtam, h.stat, h.rgts, h.chg_ts, o.extref as order_key,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'ivqt', l.ivqt::text, 'unms', l.unms, 'sapr', l.sapr::text, 'lnam', l.lnam::text) order by l.ponr), '[]')
     from oinvol l where l.ivno = h.ivno) as lines
from oinvoh h left join oohead o on o.orno = h.orno
