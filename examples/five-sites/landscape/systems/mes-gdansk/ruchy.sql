-- Movements of material.
select id, typ, material, ilosc, jm, magazyn, partia, nr_zlecenia, poz, czas, wpis from ruchy
