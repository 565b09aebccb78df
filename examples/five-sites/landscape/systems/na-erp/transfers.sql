-- What the plants sent to the other company, in the order of the books.
select trid, trty, itno, faci, whsl, trqt, unms, extref, ponr, trts from mittra
