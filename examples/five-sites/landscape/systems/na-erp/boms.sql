-- Bills of material with their components; a change of a component moves chg_ts of the head too.
select h.prno, h.faci, h.strt, h.revi, h.stat, h.baqt, h.baun, h.fdat, h.tdat, h.chg_ts, h.chg_user,
  (select coalesce(json_agg(json_build_object('mseq', m.mseq, 'mtno', m.mtno, 'cnqt', m.cnqt::text, 'peun', m.peun, 'wapc', m.wapc::text, 'spty', m.spty) order by m.mseq), '[]')
     from mpdmat m where (m.prno, m.faci, m.strt, m.revi) = (h.prno, h.faci, h.strt, h.revi)) as components
from mpdhed h
