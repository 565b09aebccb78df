-- How many attempts at messages came to nothing, since the interface was added. In the course: of a whole system, and in `interfaces` as the fourth of each.
alter table source add column failed bigint not null default 0;
alter table subscription add column failed bigint not null default 0;
alter table course add column failed bigint;
