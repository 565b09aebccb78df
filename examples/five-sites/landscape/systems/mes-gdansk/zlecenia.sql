-- An order with its components, in one statement: the MES never sees one without the other.
with components as (
  insert into skladniki (nr_zlecenia, poz, material, ilosc, jm)
  select :nr_zlecenia, s.poz, s.material, s.ilosc, s.jm
  from json_to_recordset(:skladniki::json) as s (poz integer, material text, ilosc numeric, jm text)
  on conflict (nr_zlecenia, poz) do update set material = excluded.material, ilosc = excluded.ilosc, jm = excluded.jm
)
insert into zlecenia (nr_zlecenia, wyrob, ilosc, jm, termin, rewizja, operacje, stan)
values (:nr_zlecenia, :wyrob, :ilosc, :jm, :termin, :rewizja, :operacje, :stan)
on conflict (nr_zlecenia) do update set
  wyrob = excluded.wyrob, ilosc = excluded.ilosc, jm = excluded.jm, termin = excluded.termin, rewizja = excluded.rewizja,
  operacje = excluded.operacje, stan = excluded.stan, zmieniono = now()
