-- The customers of the ERP.
select cuno, cunm, adr1, town, pono, stte, cscd, vrno, duns, cucd, tepy, stat, extref, chg_ts, chg_user from ocusma
