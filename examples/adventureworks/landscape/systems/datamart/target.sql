create table item (
  item text primary key,
  product_id text not null unique,
  number text not null unique,
  name text not null,
  type text not null,
  status text not null,
  unit text not null,
  weight numeric,
  weight_unit text,
  size numeric,
  size_unit text
);
create table bom (bom text primary key, item text not null, use text not null, status text not null);
create table bom_line (
  bom text not null,
  line_no text not null,
  item text not null,
  quantity numeric not null,
  unit text not null,
  valid_from date not null,
  valid_to date,
  primary key (bom, line_no)
);
create table supplier (
  supplier text primary key,
  number text,
  name text not null,
  status text,
  city text,
  region text,
  country text
);
create table customer (
  customer text primary key,
  number text,
  name text,
  status text,
  city text,
  country text,
  addresses int not null
);
create table stock (
  position text primary key,
  item text not null,
  site text not null,
  location text not null,
  quantity numeric not null,
  unit text not null,
  as_of timestamptz not null
);
create table purchase_order (
  purchase_order text primary key,
  number text not null unique,
  status text not null,
  supplier text not null,
  ordered_on date not null,
  total numeric not null,
  currency text not null
);
create table purchase_order_line (
  purchase_order text not null,
  line_no text not null,
  item text not null,
  quantity numeric not null,
  unit text not null,
  price numeric not null,
  received numeric not null,
  due date not null,
  primary key (purchase_order, line_no)
);
