-- What became of staged production orders; the ERP's number without its padding, as the hub knows it.
select msgid, status, msg, ltrim(keyout, '0') as keyout from stg_mfo
