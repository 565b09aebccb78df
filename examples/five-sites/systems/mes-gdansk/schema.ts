import { journalTable } from '../plumbing/tableJournal.ts';

/** Whoever writes an order: it is noted with its state. */
const ordersNoted = `
create or replace function mes.note_order() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or old.stan is distinct from new.stan then
    insert into mes.sys_journal (note) values (jsonb_build_object('took', 'orders', 'id', new.nr_zlecenia, 'state', new.stan,
      'outcome', case tg_op when 'INSERT' then 'accepted' else 'repeated' end));
  end if;
  return null;
end $$;
create or replace trigger note_order after insert or update on zlecenia for each row execute function mes.note_order();`;

/** The MES's tables. `zlecenia` and `skladniki` are written from outside, the others are read by growing id. */
export const schema = (database: string) => `
create schema if not exists mes;
alter database ${database} set search_path = mes, public;
set search_path = mes, public;
create table if not exists zlecenia (
  nr_zlecenia varchar(20) primary key,
  wyrob varchar(40) not null,
  ilosc numeric not null check (ilosc > 0),
  jm varchar(5) not null check (jm in ('szt', 'kg', 'mb', 'l')),
  termin date,
  rewizja varchar(10),
  stan varchar(12) not null default 'ZWOLNIONE' check (stan in ('PLAN', 'ZWOLNIONE', 'ANULOWANE')),
  operacje varchar(200) not null default '0010,0020',
  stan_mes varchar(12) not null default '',
  krok integer not null default 0,
  nastepny timestamptz not null default now(),
  zmieniono timestamptz not null default now());
create index if not exists zlecenia_do_pracy on zlecenia (nastepny) where stan = 'ZWOLNIONE' and stan_mes <> 'GOTOWE';
create table if not exists skladniki (
  nr_zlecenia varchar(20) not null,
  poz integer not null,
  material varchar(40) not null,
  ilosc numeric not null,
  jm varchar(5) not null,
  primary key (nr_zlecenia, poz));
create table if not exists meldunki (
  id bigserial primary key,
  nr_zlecenia varchar(20) not null,
  operacja varchar(4) not null,
  rodzaj char(1) not null,
  ilosc_dobra numeric,
  ilosc_brak numeric,
  przyczyna varchar(2),
  jm varchar(5),
  czas timestamp,
  wpis timestamptz not null);
create table if not exists ruchy (
  id bigserial primary key,
  typ char(2) not null,
  material varchar(40) not null,
  ilosc numeric,
  jm varchar(5),
  magazyn varchar(4),
  partia varchar(20),
  nr_zlecenia varchar(20),
  poz integer,
  czas timestamp,
  wpis timestamptz not null);
create table if not exists wstrzymania (
  id bigserial primary key,
  sprawa varchar(20) not null,
  akcja varchar(10) not null,
  material varchar(40),
  nr_zlecenia varchar(20),
  partia varchar(20),
  ilosc numeric,
  jm varchar(5),
  opis varchar(80),
  czas timestamp,
  wpis timestamptz not null);
${journalTable}
${ordersNoted}`;
