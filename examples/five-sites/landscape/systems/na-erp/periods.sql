-- Fiscal periods: the months of the company.
select p.divi, p.yea4, p.peri, p.stat, p.chg_ts from csyper p
