-- Current records by what people look for. Made from them, behind the ledger (src/register/follow.ts): the line itself never writes here.
create table register (
  entity text not null,
  key text not null,
  -- what people call it by: its number, code or name
  label text not null,
  site text,
  state text,
  -- not yet done with
  open boolean not null,
  -- on which it is wanted or expected; 9999-12-31: nobody said
  day text collate "C" not null,
  item text,
  -- words of its numbers and names, lower case; @key of each item it names
  terms tsvector,
  primary key (entity, key)
) with (fillfactor = 90);
create index register_site on register (entity, site, key);
create index register_site_state on register (entity, site, state, key);
create index register_state on register (entity, state, key);
create index register_open on register (entity, day, key) where open;
create index register_open_site on register (entity, site, day, key) where open;
create index register_item on register (label, key) where entity = 'item';
create index register_terms on register using gin (terms);
create index register_stock_item on register (item, site, key) where entity = 'inventoryPosition';
create index register_stock_site on register (site, item, key) where entity = 'inventoryPosition';

-- How far the register has come, one row from the first start of a hub on: to a position of the ledger; and of the records that were there before it
-- up to this key, null when all of them are in it.
create table register_progress (
  one boolean primary key default true check (one),
  position bigint not null,
  entity text,
  key text
);
