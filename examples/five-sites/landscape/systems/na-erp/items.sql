-- Items with their sites (mitfac) and alternative units (mitaun); a change of those moves chg_ts of the item too.
select i.itno, i.itds, i.itty, i.itgr, i.unms, i.stat, i.trck, i.eanc, i.newe, i.grwe, i.extref, i.chg_ts, i.chg_user,
  (select coalesce(json_agg(json_build_object('faci', f.faci, 'stat', f.stat, 'puit', f.puit, 'leat', f.leat, 'ssqt', f.ssqt::text, 'abcd', f.abcd) order by f.faci), '[]')
     from mitfac f where f.itno = i.itno) as facilities,
  (select coalesce(json_agg(json_build_object('alun', u.alun, 'cofa', u.cofa, 'deno', u.deno) order by u.alun), '[]')
     from mitaun u where u.itno = i.itno) as alternatives
from mitmas i
