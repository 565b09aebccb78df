-- What the plants sent to the other company and received of it and of suppliers, in the order of the books.
select trid, trty, itno, faci, whsl, trqt, unms, extref, puno, ponr, trts from mittra
