-- When the hub received what the system last said: what the hub sent there after that, the system had not shown then.
alter table observation add column seen_at timestamptz;
