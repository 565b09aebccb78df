-- Shipments to customers that have left and that no invoice names, by each document that an invoice may name instead. Kept as the register is, with it.
create table uninvoiced (
  document text not null,
  shipment text not null,
  site text not null,
  -- on which it left
  day text collate "C" not null,
  primary key (document, shipment)
);
create index uninvoiced_site on uninvoiced (site, day, shipment);
create index uninvoiced_shipment on uninvoiced (shipment);

-- The shipments that are there already are gone over once more.
update register_progress set entity = 'shipment', key = '' where entity is null or entity > 'shipment';
