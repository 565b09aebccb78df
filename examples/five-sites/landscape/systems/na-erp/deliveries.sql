-- Deliveries with their lines and, where they are for an order that came through the hub, its key.
select h.dlix, h.orno, h.cuno, c.cunm, h.whlo, h.stat, h.dsdt, h.dedt, h.gits, h.grwe, h.adr1, h.town, h.pono, h.cscd, h.rgts, h.chg_ts, o.extref as order_key,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'dlqt', l.dlqt::text, 'unms', l.unms, 'bano', l.bano) order by l.ponr), '[]')
     from mhdisl l where l.dlix = h.dlix) as lines
from mhdish h left join oohead o on o.orno = h.orno left join ocusma c on c.cuno = h.cuno
