-- What follows from a merge: keys that are derived from the loser's lead elsewhere too, and records that named it name the survivor. Both end with it.
alter table merge add column because bigint references merge (id);
create index merge_because on merge (because) where because is not null;
alter table merge add column renamed json;

-- Records whose key is derived from an item's.
create index record_derived on record (split_part(key, '~', 2)) where entity in ('bom', 'routing', 'inventoryPosition');
