-- What the plants sent to the other company and received of suppliers, in the order of the books.
select trid, trty, itno, faci, whsl, trqt, unms, extref, puno, ponr, trts from mittra
