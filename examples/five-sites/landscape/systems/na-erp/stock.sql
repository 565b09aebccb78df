-- Stock of the plants; that of Columbus is counted by its own warehouse system.
select faci, whsl, itno, bano, stas, stqt, alqt, unms, chg_ts from mitloc where faci <> 'COL'
