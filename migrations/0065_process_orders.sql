-- Instances by when they last moved, when they began, and by when they should have moved, in the order of their pages.
drop index process_instance_open;
create index process_instance_moved on process_instance (process, changed_at, id);
create index process_instance_started on process_instance (process, started_at, id);
create index process_instance_overdue_since on process_instance (process, overdue_at, id) where overdue_at is not null;
create index process_timer_within on process_timer (process, due_at, instance) where starts_with(timer, 'xstate.after.within ');
