-- Invoices of suppliers with their lines.
select h.ivno, h.puno, h.suno, h.faci, h.sino, h.ivdt, h.dudt, h.cucd, h.ivam, h.stat, h.rgts, h.chg_ts,
  (select coalesce(json_agg(json_build_object('ponr', l.ponr, 'itno', l.itno, 'ivqt', l.ivqt::text, 'unms', l.unms, 'lnam', l.lnam::text) order by l.ponr), '[]')
     from fpline l where l.ivno = h.ivno) as lines
from fpledg h
