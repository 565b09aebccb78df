-- The newest documents of a source: what another mapping would make of them. Those that cannot be read again from their raw text alone are kept as
-- decoded, too: src/documents.ts.
create index batch_source on batch (source, id) where documents is not null;
