-- Up to when the stock of an item at a site has been told, on the day -infinity: what left before that is no longer in it.
alter table promise_balance add column as_of timestamptz;

-- Where less is left than is promised, and since when: what still lacks after `settle` is promised anew.
create table promise_lack (
  item text not null,
  site text not null,
  since timestamptz not null default now(),
  primary key (item, site)
);
create index promise_lack_since on promise_lack (since);
