-- Attempts at a message before the last one, the newest 20, the oldest first: [{"at", "problem"}]; and when the last one was, when it was not the first.
alter table parked add column earlier jsonb, add column tried_at timestamptz;
