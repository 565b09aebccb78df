-- What quality holds, and what it decided.
select qnno, itno, faci, qnqt, unms, txt, udec, chg_ts from mqnhed
