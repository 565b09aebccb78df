-- Confirmations.
select id, nr_zlecenia, operacja, rodzaj, ilosc_dobra, ilosc_brak, przyczyna, jm, czas, wpis from meldunki
