-- Purchase orders with their lines.
select h.puno, h.extref, h.suno, h.faci, h.cucd, h.pudt, h.stat, h.rgts, h.chg_ts,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'orqt', l.orqt::text, 'unms', l.unms, 'pupr', l.pupr::text, 'dwdt', l.dwdt, 'cfqt', l.cfqt::text, 'cfdt', l.cfdt) order by l.ponr), '[]')
     from mpline l where l.puno = h.puno) as lines
from mphead h
