-- Holds, and their release.
select id, sprawa, akcja, material, nr_zlecenia, partia, ilosc, jm, opis, czas, wpis from wstrzymania
