-- Who tells what there is at a site, and what is due in there.
alter table promise_teller add column entity text not null default 'inventoryPosition';
alter table promise_teller alter column entity drop default;
alter table promise_teller drop constraint promise_teller_pkey;
alter table promise_teller add primary key (site, system, entity);
insert into promise_teller (site, system, entity)
select distinct b.site, l.system, l.entity from promise_basis b join ledger l on l.subject = b.thing
where b.supply > 0 and l.entity in ('productionOrder', 'purchaseOrder', 'transferOrder')
on conflict do nothing;
