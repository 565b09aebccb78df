-- Of each of `positions`, in their order, the SHA-256 of the document that was sent: 32 bytes each, all zero where it is not known. Random bytes are not worth a try to compress.
alter table receipt add column digests bytea;
alter table receipt alter column digests set storage external;
