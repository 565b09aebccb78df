-- The hub made the thing in that system and was told its key by a receipt.
alter table observation add column made boolean not null default false;
