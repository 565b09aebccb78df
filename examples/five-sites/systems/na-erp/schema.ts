import { journalTable } from '../plumbing/tableJournal.ts';

const party = (key: string, name: string) => `
  ${key} char(10) primary key, ${name} varchar(60) not null, adr1 varchar(60), town varchar(40), pono varchar(12),
  stte varchar(6), cscd char(2), vrno varchar(20), duns varchar(9), cucd char(3), tepy char(3), stat char(2) not null default '20',
  extref varchar(200), chg_ts timestamp(3), chg_user varchar(20) not null`;
const stagedParty = (key: string, name: string) => `
  ${key} varchar(10), ${name} varchar(60), adr1 varchar(60), town varchar(40), pono varchar(12), stte varchar(6), cscd varchar(2),
  vrno varchar(20), duns varchar(9), cucd varchar(3), tepy varchar(3), stat varchar(2), extref varchar(200)`;
const staged = (columns: string) => `(
  stgno bigserial primary key, msgid varchar(200) not null unique, usid varchar(20) not null default 'LINESHAFT',
  status char(1) not null default 'N', msg varchar(400), keyout varchar(80),
  crt_ts timestamp(3) not null default (clock_timestamp() at time zone 'UTC'), don_ts timestamp(3), ${columns})`;

/** The tables that others read; `chg_ts` is set by a trigger. */
const tables = `
create table if not exists mitmas (itno char(18) primary key, itds varchar(80) not null, itty char(2), itgr varchar(8), unms varchar(3) not null,
  stat char(2) not null default '20', trck char(1) default '0', eanc varchar(14), newe numeric, grwe numeric, extref varchar(200),
  rgdt varchar(10) default '0000-00-00', chg_ts timestamp(3), chg_user varchar(20) not null);
create table if not exists mitfac (itno char(18), faci char(3), stat char(2), puit char(1), leat integer, ssqt numeric, abcd char(1), primary key (itno, faci));
create table if not exists mitaun (itno char(18), alun varchar(3), cofa integer not null, deno integer not null, primary key (itno, alun));
create table if not exists mpdhed (prno char(18), faci char(3), strt char(3), revi varchar(10), stat char(2) not null, baqt numeric not null, baun varchar(3),
  fdat varchar(10), tdat varchar(10), extref varchar(200), chg_ts timestamp(3), chg_user varchar(20) not null, primary key (prno, faci, strt, revi));
create table if not exists mpdmat (prno char(18), faci char(3), strt char(3), revi varchar(10), mseq integer, mtno char(18) not null, cnqt numeric not null,
  peun varchar(3), wapc numeric, spty char(1), primary key (prno, faci, strt, revi, mseq));
create table if not exists ocusma (${party('cuno', 'cunm')});
create table if not exists cidmas (${party('suno', 'sunm')});
create table if not exists oohead (orno char(10) primary key, cuno char(10) not null, cuor varchar(40), extref varchar(200) unique, ordt varchar(10), rldt varchar(10),
  cucd char(3), ntam numeric, whlo char(3), stat char(2) not null, rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
create table if not exists ooline (orno char(10), ponr integer, itno char(18) not null, orqt numeric not null, unms varchar(3), sapr numeric, codt varchar(10),
  stat char(2) not null, primary key (orno, ponr));
create table if not exists mwohed (mfno char(10) primary key, itno char(18) not null, faci char(3) not null, orqt numeric not null, unms varchar(3), stat char(2) not null,
  strt char(3), revi varchar(10), stdt varchar(10), fidt varchar(10), orno char(10), ponr integer, yiqt numeric default 0, scqt numeric default 0,
  prio integer default 5, rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
alter table mwohed add column if not exists extref varchar(200), add column if not exists dmnd varchar(200);
create table if not exists mwomat (mfno char(10), mseq integer, mtno char(18) not null, reqt numeric not null, peun varchar(3), opno integer, primary key (mfno, mseq));
create table if not exists mwoope (mfno char(10), opno integer, plgr varchar(10), opds varchar(40), stat char(2), primary key (mfno, opno));
create table if not exists mitloc (faci char(3), whsl varchar(10), itno char(18), bano varchar(20) default '', stas char(1), stqt numeric not null default 0,
  alqt numeric not null default 0, unms varchar(3), chg_ts timestamp(3), chg_user varchar(20) not null, primary key (faci, whsl, itno, bano, stas));
create table if not exists mhdish (dlix char(10) primary key, orno char(10), cuno char(10), whlo char(3), stat char(2) not null, dsdt varchar(10), dedt varchar(10), grwe numeric,
  adr1 varchar(60), town varchar(40), pono varchar(12), cscd char(2), rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
alter table mhdish add column if not exists gits timestamp(3);
create table if not exists mhdisl (dlix char(10), ponr integer, itno char(18) not null, dlqt numeric not null, unms varchar(3), bano varchar(20) default '',
  shqt numeric not null default 0, primary key (dlix, ponr));
create table if not exists oinvoh (ivno char(10) primary key, orno char(10) not null, cuno char(10) not null, whlo char(3), ivdt varchar(10), dudt varchar(10),
  cucd char(3), ivam numeric not null, vtam numeric not null, stat char(2) not null, pydt varchar(10), rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
create table if not exists oinvol (ivno char(10), ponr integer, itno char(18) not null, ivqt numeric not null, unms varchar(3), sapr numeric, lnam numeric not null,
  primary key (ivno, ponr));
create table if not exists csyper (divi char(3), yea4 smallint, peri smallint, fdat varchar(10) not null, tdat varchar(10) not null, stat char(2) not null,
  rdyy char(1), rmrk varchar(400), chg_ts timestamp(3), chg_user varchar(20) not null, primary key (divi, yea4, peri));
create table if not exists mphead (puno char(10) primary key, extref varchar(200) unique, suno char(10) not null, faci char(3) not null, cucd char(3), pudt varchar(10), stat char(2) not null,
  rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
create table if not exists mpline (puno char(10), ponr integer, itno char(18) not null, orqt numeric not null, unms varchar(3), pupr numeric not null, primary key (puno, ponr));
alter table mpline add column if not exists dwdt varchar(10), add column if not exists cfqt numeric, add column if not exists cfdt varchar(10);
create table if not exists fpledg (ivno char(10) primary key, puno char(10) not null, suno char(10) not null, faci char(3), sino varchar(40), ivdt varchar(10), dudt varchar(10), cucd char(3),
  ivam numeric not null, stat char(2) not null, pydt varchar(10), rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
create table if not exists fpline (ivno char(10), ponr integer, itno char(18) not null, ivqt numeric not null, unms varchar(3), lnam numeric not null, primary key (ivno, ponr));
create table if not exists mdohed (trno char(10) primary key, extref varchar(200) unique, faci char(3) not null, tofa char(3), stat char(2) not null);
alter table mdohed add column if not exists inst char(2), add column if not exists rqdt varchar(10), add column if not exists rgts timestamp(3),
  add column if not exists chg_ts timestamp(3), add column if not exists chg_user varchar(20) not null default 'MVXBATCH';
create table if not exists mitgit (gitn bigserial primary key, mvid varchar(210) unique, extref varchar(200), ponr integer, itno char(18) not null, trqt numeric not null, unms varchar(3));
create table if not exists mdolin (trno char(10), ponr integer, itno char(18) not null, trqt numeric not null, unms varchar(3), primary key (trno, ponr));
create table if not exists mittra (trid bigserial primary key, trty char(2) not null, itno char(18) not null, faci char(3) not null, whsl varchar(10), trqt numeric not null,
  unms varchar(3), extref varchar(200), puno char(10), ponr integer, trts timestamp(3) not null);
create table if not exists ocinvh (ivno char(10) primary key, extref varchar(200) unique, trref varchar(200), divi char(3) not null, ivdt varchar(10), cucd char(3), ivam numeric not null, stat char(2) not null);
alter table ocinvh add column if not exists drcr char(1) not null default 'D', add column if not exists sino varchar(40), add column if not exists rgts timestamp(3),
  add column if not exists chg_ts timestamp(3), add column if not exists chg_user varchar(20) not null default 'MVXBATCH';
alter table ocinvh add column if not exists dsrs varchar(200), add column if not exists clno char(10), add column if not exists cldt varchar(10),
  add column if not exists clrf varchar(40), add column if not exists clam numeric, add column if not exists cldf numeric;
create table if not exists ocinvl (ivno char(10), ponr integer, itno char(18) not null, ivqt numeric not null, unms varchar(3), lnam numeric not null, primary key (ivno, ponr));
create table if not exists mqnhed (qnno char(10) primary key, itno char(18) not null, faci char(3) not null, qnqt numeric not null, unms varchar(3), txt varchar(60), udec char(1) not null default '',
  rgts timestamp(3), chg_ts timestamp(3), chg_user varchar(20) not null);
create table if not exists mitblk (extref varchar(200) primary key, itno char(18) not null, faci char(3) not null, blqt numeric not null, rscd varchar(20), stat char(2) not null);`;

const heads = [
  ...[
    'mitmas',
    'mpdhed',
    'ocusma',
    'cidmas',
    'oohead',
    'mwohed',
    'mitloc',
    'mhdish',
    'oinvoh',
    'csyper',
    'mphead',
    'fpledg',
    'mdohed',
    'ocinvh',
    'mqnhed',
  ],
];
const children = [
  'mitfac',
  'mitaun',
  'mpdmat',
  'ooline',
  'mwomat',
  'mwoope',
  'mhdisl',
  'oinvol',
  'mitblk',
  'mdolin',
  'mitgit',
  'mittra',
  'ocinvl',
  'mpline',
  'fpline',
];

/** Strictly growing and in milliseconds, so that a reader with a cursor on `chg_ts` alone misses nothing. */
const clock = `
create sequence if not exists chg_clock minvalue 0;
create or replace function mvx.stamp() returns trigger language plpgsql as $$
declare v bigint;
begin
  v := greatest((extract(epoch from clock_timestamp()) * 1000)::bigint, (select last_value from mvx.chg_clock) + 1);
  if current_setting('mvx.seeding', true) = 'on' then v := (select last_value from mvx.chg_clock) + 1; end if;
  perform setval('mvx.chg_clock', v);
  new.chg_ts := timestamp 'epoch' + v * interval '1 millisecond';
  return new;
end $$;
create or replace function mvx.guard() returns trigger language plpgsql as $$
begin
  if current_setting('application_name') <> 'na-erp' then
    raise exception 'MVX0001: % is written by the ERP only; use the staging tables', tg_table_name;
  end if;
  return null;
end $$;`;

const triggers = [
  ...heads.map(
    (table) =>
      `create or replace trigger stamp before insert or update on ${table} for each row execute function mvx.stamp();`,
  ),
  ...heads.map((table) => `create index if not exists ${table}_chg on ${table} (chg_ts);`),
  ...[...heads, ...children].map(
    (table) =>
      `create or replace trigger guard before insert or update or delete on ${table} for each statement execute function mvx.guard();`,
  ),
].join('\n');

/** Staging tables by name, in the order in which the ERP works them off. */
export const stagingTables = [
  'stg_itm',
  'stg_sup',
  'stg_cus',
  'stg_bom',
  'stg_ord',
  'stg_cnf',
  'stg_mov',
  'stg_per',
  'stg_blk',
  'stg_mfo',
  'stg_pur',
  'stg_apv',
  'stg_tro',
  'stg_git',
  'stg_icv',
  'stg_icc',
  'stg_qno',
] as const;
export type StagingTable = (typeof stagingTables)[number];

const staging = `
create table if not exists stg_itm ${staged(`itno varchar(18), itds varchar(80), itty varchar(2), itgr varchar(8), unms varchar(3), stat varchar(2), trck varchar(1),
  eanc varchar(14), newe numeric, grwe numeric, extref varchar(200)`)};
create table if not exists stg_bom ${staged(`prno varchar(18), faci varchar(3), strt varchar(3), revi varchar(10), stat varchar(2), baqt numeric, baun varchar(3),
  fdat varchar(10), tdat varchar(10), extref varchar(200)`)};
create table if not exists stg_bml (msgid varchar(200), mseq integer, mtno varchar(18), cnqt numeric, peun varchar(3), wapc numeric, spty varchar(1), primary key (msgid, mseq));
create table if not exists stg_cus ${staged(stagedParty('cuno', 'cunm'))};
create table if not exists stg_sup ${staged(stagedParty('suno', 'sunm'))};
create table if not exists stg_ord ${staged(`cuno varchar(10), cuor varchar(40), extref varchar(200), ordt varchar(10), rldt varchar(10), cucd varchar(3), whlo varchar(3), canc varchar(1)`)};
create table if not exists stg_orl (msgid varchar(200), ponr integer, itno varchar(18), orqt numeric, unms varchar(3), sapr numeric, primary key (msgid, ponr));
create table if not exists stg_cnf ${staged(`cnid varchar(200), mfno varchar(10), opno integer, kind varchar(1), yiqt numeric, scqt numeric, scrs varchar(2), unms varchar(3), cnts timestamp(3)`)};
create table if not exists stg_mov ${staged(`mvid varchar(200), trty varchar(2), itno varchar(18), faci varchar(3), whsl varchar(10), tofa varchar(3), tosl varchar(10), bano varchar(20),
  trqt numeric, unms varchar(3), rfty varchar(2), rfno varchar(10), rfln varchar(6), trts timestamp(3), sgn varchar(1)`)};
create table if not exists stg_per ${staged('divi varchar(3), yea4 smallint, peri smallint, rdyy varchar(1), rmrk varchar(400)')};
create table if not exists stg_tro ${staged('extref varchar(200), actn varchar(1), faci varchar(3), tofa varchar(3)')};
alter table stg_tro add column if not exists trno varchar(10);
create table if not exists stg_git ${staged('mvid varchar(210), extref varchar(200), ponr integer, itno varchar(18), trqt numeric, unms varchar(3)')};
create table if not exists stg_trl (msgid varchar(200), ponr integer, itno varchar(18), trqt numeric, unms varchar(3), primary key (msgid, ponr));
create table if not exists stg_icv ${staged('extref varchar(200), trref varchar(200)')};
alter table stg_icv add column if not exists drcr varchar(1), add column if not exists sino varchar(40);
create table if not exists stg_icl (msgid varchar(200), ponr integer, itno varchar(18), ivqt numeric, unms varchar(3), primary key (msgid, ponr));
create table if not exists stg_icc ${staged('ivno varchar(10), actn varchar(1), clrf varchar(40), clam numeric, cldf numeric, dsrs varchar(200)')};
create table if not exists stg_qno ${staged('actn varchar(1), qnno varchar(10), itno varchar(18), faci varchar(3), qnqt numeric, unms varchar(3), txt varchar(60), udec varchar(1)')};
create table if not exists stg_pur ${staged('extref varchar(200), suno varchar(10), faci varchar(3), cucd varchar(3), canc varchar(1)')};
create table if not exists stg_pul (msgid varchar(200), ponr integer, itno varchar(18), orqt numeric, unms varchar(3), pupr numeric, primary key (msgid, ponr));
alter table stg_pul add column if not exists dwdt varchar(10);
create table if not exists stg_apv ${staged('ivno varchar(10), actn varchar(1)')};
create table if not exists stg_mfo ${staged('extref varchar(200), dmnd varchar(200), itno varchar(18), faci varchar(3), orqt numeric, unms varchar(3), canc varchar(1)')};
create table if not exists stg_blk ${staged('extref varchar(200), actn varchar(1), itno varchar(18), faci varchar(3), blqt numeric, unms varchar(3), rscd varchar(20)')};
${stagingTables.map((table) => `create index if not exists ${table}_new on ${table} (stgno) where status = 'N';`).join('\n')}`;

/** What the ERP keeps for itself: jobs that are due, ids already booked, its number ranges. */
const inner = `
create table if not exists sys_job (jobno bigserial primary key, job varchar(10) not null, ref varchar(20) not null, due timestamptz not null);
create index if not exists sys_job_due on sys_job (due);
create table if not exists sys_seen (id varchar(210) primary key);
create sequence if not exists no_itno start 200001;
create sequence if not exists no_cuno start 25001;
create sequence if not exists no_suno start 35001;
create sequence if not exists no_orno start 5000001;
create sequence if not exists no_mfno start 1000001;
create sequence if not exists no_trno start 6000001;
create sequence if not exists no_qnno start 2000001;
create sequence if not exists no_puno start 4000001;
create sequence if not exists no_pvno start 9000001;
create sequence if not exists no_dlix start 8000001;
create sequence if not exists no_ivno start 7000001;
create sequence if not exists no_clno start 3000001;`;

const stockId = `concat_ws('~', trim(new.itno), new.faci, new.whsl, new.bano, new.stas)`;

/** What is told of a document: that it is new or in another state; of stock how much there is. */
const notedDocuments = [
  { table: 'mwohed', told: 'productionOrders', id: 'new.mfno', key: 'faci', state: 'stat' },
  { table: 'mhdish', told: 'deliveries', id: 'new.dlix', key: 'whlo', state: 'stat' },
  { table: 'oohead', told: 'salesOrders', id: 'new.orno', key: 'extref', state: 'stat' },
  { table: 'oinvoh', told: 'invoices', id: 'new.ivno', key: 'orno', state: 'stat' },
  { table: 'mitloc', told: 'stock', id: stockId, key: 'faci', state: 'stqt' },
]
  .map(
    ({ table, told, id, key, state }) => `
create or replace function mvx.note_${table}() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or old.${state} is distinct from new.${state} then
    insert into mvx.sys_journal (note)
    values (jsonb_build_object('told', '${told}', 'id', ${id}, 'key', new.${key}, 'state', new.${state}::text));
  end if;
  return null;
end $$;
create or replace trigger note after insert or update on ${table} for each row execute function mvx.note_${table}();`,
  )
  .join('');

export const schema = (database: string) => `
create schema if not exists mvx;
alter database ${database} set search_path = mvx, public;
set search_path = mvx, public;
${tables}${clock}${triggers}${staging}${inner}${journalTable}${notedDocuments}`;
