-- What the companies owe one another for transfers, with the lines, and the plants that sent and received.
select h.ivno, h.trref, h.drcr, h.sino, h.ivdt, h.cucd, h.ivam, h.stat, h.dsrs, h.clno, h.cldt, h.clam, h.cldf, h.rgts, h.chg_ts, t.faci, t.tofa,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'ivqt', l.ivqt::text, 'unms', l.unms, 'lnam', l.lnam::text) order by l.ponr), '[]')
     from ocinvl l where l.ivno = h.ivno) as lines
from ocinvh h left join mdohed t on t.extref = h.trref
where h.rgts is not null
