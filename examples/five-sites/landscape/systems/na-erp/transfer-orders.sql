-- What the plants order of the other company, with its lines.
select h.trno, h.faci, h.tofa, h.rqdt, h.stat, h.rgts, h.chg_ts,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'trqt', l.trqt::text, 'unms', l.unms) order by l.ponr), '[]')
     from mdolin l where l.trno = h.trno) as lines
from mdohed h
where h.rqdt is not null
