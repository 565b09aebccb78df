-- The suppliers of the ERP.
select suno, sunm, adr1, town, pono, stte, cscd, vrno, duns, cucd, tepy, stat, extref, chg_ts, chg_user from cidmas
