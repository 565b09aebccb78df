-- Sales orders with their lines.
select o.orno, o.cuno, o.cuor, o.extref, o.ordt, o.rldt, o.cucd, o.ntam::text, o.whlo, o.stat, o.rgts, o.chg_ts,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'orqt', l.orqt::text, 'unms', l.unms, 'sapr', l.sapr::text, 'codt', l.codt, 'stat', l.stat) order by l.ponr), '[]')
     from ooline l where l.orno = o.orno) as lines
from oohead o
