-- What there is of an item at a site: at hand on the day -infinity, on later days what is due to come in and to go out. Whoever changes what is reserved, or the stock,
-- holds the lock of the item (src/promising/locks.ts).
create table promise_balance (
  item text not null,
  site text not null,
  day date not null,
  supply numeric not null default 0,
  demand numeric not null default 0,
  reserved numeric not null default 0,
  -- of what is at hand
  unit text,
  primary key (item, site, day)
) with (fillfactor = 80);

create table promise (
  id text primary key,
  -- the caller and its Idempotency-Key, or the id of the command: asked again, the same promise is given
  asked text unique,
  -- hash of what was asked
  fingerprint text not null,
  demand text,
  request json not null,
  status text not null check (status in ('held', 'confirmed', 'released', 'expired')),
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  expires_at timestamptz,
  -- what there was to say, and what could not be promised: {said, lines}
  answer json not null
);
create index promise_demand on promise (demand);
create index promise_expiring on promise (expires_at) where status = 'held';

-- A part of a promise: so much of an item at a site, from a day on. What has shipped counts until the stock is told anew.
create table reservation (
  promise text not null references promise (id) on delete cascade,
  n int not null,
  line text not null,
  item text not null,
  site text not null,
  day date not null,
  arrives date not null,
  quantity numeric not null check (quantity > 0),
  confidence real not null,
  state text not null check (state in ('held', 'confirmed', 'shipped', 'done', 'released')),
  -- when it left the stock
  shipped_at timestamptz,
  changed_at timestamptz not null default now(),
  primary key (promise, n)
) with (fillfactor = 80);
create index reservation_open on reservation (item, site) where state in ('held', 'confirmed', 'shipped');

-- What the ledger told of a thing: the stock of a place, the lines of an order. The balance is the sum of these.
create table promise_basis (
  thing text not null,
  n int not null,
  item text not null,
  site text not null,
  day date not null,
  supply numeric not null,
  demand numeric not null,
  primary key (thing, n)
);

-- Which systems tell the stock of a site: their lag is that of the site.
create table promise_teller (
  site text not null,
  system text not null,
  primary key (site, system)
);
