-- What the ERP believes to lie in the warehouse of Columbus.
select faci, whsl, itno, bano, stas, stqt, alqt, unms, chg_ts from mitloc where faci = 'COL'
