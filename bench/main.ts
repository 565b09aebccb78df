import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../src/database/embedded.ts';
import { benchBacklog } from './backlog.ts';
import { benchConsole } from './console.ts';
import { clear, newDatabase } from './database.ts';
import { benchDoor, benchRelay } from './door.ts';
import { benchLine } from './line.ts';
import { benchLists } from './lists.ts';
import { benchOrders } from './orders.ts';
import { benchParked } from './parked.ts';
import { benchProcesses } from './processes.ts';
import { benchPromising } from './promising.ts';
import { benchRaw, type Way } from './raw.ts';
import { benchRecords } from './records.ts';
import { benchTwins } from './twins.ts';
import { benchWindow } from './window.ts';

const BACKLOG = Number(process.argv[2] ?? 1_000_000);
const ROWS = 100_000;
const ITEMS = 100_000;
const HELD = 200_000;
const TARGET_BEARS = 8000;
const TWINS = 100_000;
const LISTED = 1_000_000;
const ORDERS = 10_000;
const SITES = 200;

const folder = await mkdtemp(path.join(tmpdir(), 'lineshaft-bench-'));
// PostgreSQL may run as another user.
await chmod(folder, 0o755);
const postgres = await startEmbeddedPostgres(path.join(folder, 'postgres'));
try {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}\n`,
  );
  const before = await rawRate('arrays', 440);
  const line = await benchLine(postgres.url, folder);
  const after = await rawRate('arrays', line.rowBytes);
  const fastest = await rawRate('columns', line.rowBytes);
  // The machine's speed drifts, and a young cluster still makes its log files: the limit is measured on both sides of the line.
  const raw = (before + after) / 2;
  show(
    '(a) raw batched insert, arrays',
    `${whole(raw)} rows/s`,
    `rows of the ledger, ${line.rowBytes} bytes of data; ${whole(before)} before (b), ${whole(after)} after`,
  );
  show('    raw, sent the way the hub sends', `${whole(fastest)} rows/s`, 'after (b)');
  show(
    '(b) the line, file → SQL, 200,000',
    `${whole(line.perSecond)} messages/s`,
    `${(line.perSecond / raw).toFixed(2)} of (a), goal 0.40; ${(line.perSecond / fastest).toFixed(2)} of the faster raw`,
  );
  show('    50,000 items', `${whole(line.itemsPerSecond)} messages/s`);
  show('    150,000 movements', `${whole(line.movementsPerSecond)} messages/s`);
  const door = await part(() => benchDoor(postgres.url, folder));
  show(
    '(c) one message a request, 32 at once',
    `${whole(door.perSecond)} messages/s`,
    `goal 5,000${door.refused > 0 ? `; ${door.refused} refused` : ''}`,
  );
  const relay = await part(() => benchRelay(postgres.url, folder));
  show(
    '(d) HTTP in → HTTP out at 1,000/s',
    `p50 ${relay.p50.toFixed(1)} ms, p99 ${relay.p99.toFixed(1)} ms`,
    `goal 8 and 25; ${whole(relay.arrived)} of ${whole(relay.sent)} arrived`,
  );
  const backlog = await part(() => benchBacklog(postgres.url, folder, BACKLOG));
  show(
    `(e) memory, backlog of ${whole(BACKLOG)}`,
    `${backlog.firstHalf} MB, then ${backlog.secondHalf} MB`,
    'goal 350 MB and flat',
  );
  const drained = await part(() => benchWindow(postgres.url, folder, HELD, TARGET_BEARS));
  const bound = Math.min(TARGET_BEARS, line.perSecond);
  show(
    `(f) ${whole(HELD)} behind a window drain`,
    `${whole(drained)} messages/s`,
    `${(drained / bound).toFixed(2)} of ${whole(bound)}, the smaller of the target's limit ${whole(TARGET_BEARS)} and (b); goal 0.90`,
  );
  const parked = await part(() => benchParked(postgres.url, folder, ROWS));
  show(`(g) ${whole(ROWS)} parked messages, grouped`, `${parked.grouping.toFixed(2)} s`, 'goal 5 s');
  show(
    '    previewed before and after the mend',
    `${parked.previewParked.toFixed(2)} s and ${parked.previewMended.toFixed(2)} s`,
    `median of 3, goal 5 s; ${parked.previewFirst.toFixed(2)} s by a hub that has just started`,
  );
  show(
    '    replayed',
    `${whole(parked.replayed / parked.replay)} messages/s`,
    `${whole(parked.replayed)} accepted in ${parked.replay.toFixed(1)} s`,
  );
  const promised = await part(async () =>
    benchPromising(await newDatabase(postgres.url, 'bench_promising'), ITEMS),
  );
  show(
    `(h) promises, ${whole(ITEMS)} items × 7 sites`,
    `${whole(promised.perSecond)} promises/s`,
    `64 asking at once; goal 1,000; ${(promised.perSecond / promised.raw).toFixed(2)} of ${whole(promised.raw)} rows/s, bare`,
  );
  show(
    '    64 at once for one scarce item',
    `${whole(promised.promised)} of ${whole(promised.scarce)} units promised`,
    `${whole(2 * promised.scarce)} asked for; more would be oversold`,
  );
  show(
    '    at 1,000 promises/s',
    `p50 ${promised.p50.toFixed(1)} ms, p99 ${promised.p99.toFixed(1)} ms`,
    `goal 10; ${(promised.p99 / promised.rawP99).toFixed(2)} of p99 ${promised.rawP99.toFixed(1)} ms of one bare row each`,
  );
  const twins = await part(() => benchTwins(postgres.url, folder, TWINS));
  show(
    `(i) ${whole(TWINS)} items of two ERPs, matched`,
    `${whole(twins.perSecond)} messages/s`,
    `goal 3,000; ${(twins.perSecond / line.itemsPerSecond).toFixed(2)} of the items of (b); ${whole(twins.linked)} of ${whole(twins.shared)} found to be one`,
  );
  show('    memory meanwhile', `${twins.megabytes} MB`, 'goal 500 MB');
  show('    then told to the other ERP', `${whole(twins.coupling)} messages/s`);
  show(
    '    200 changes/s, until the other has it',
    `p50 ${whole(twins.p50)} ms, p99 ${whole(twins.p99)} ms`,
    `goal p99 1,000; ${whole(twins.arrived)} of ${whole(twins.changes)} arrived; asked every 100 ms`,
  );
  const processes = await part(async () =>
    benchProcesses(await newDatabase(postgres.url, 'bench_processes'), ORDERS),
  );
  show(
    `(j) ${whole(ORDERS)} orders from order to paid`,
    `${whole(processes.perSecond)} transitions/s`,
    `goal 3,000; ${whole(processes.transitions)} transitions, ${whole(processes.commands)} commands; ${(processes.perSecond / raw).toFixed(2)} of (a)`,
  );
  const orders = await part(() => benchOrders(postgres.url, 200, BACKLOG));
  show(
    '    start to first command at 200/s',
    `p50 ${orders.p50.toFixed(1)} ms, p99 ${orders.p99.toFixed(1)} ms`,
    'goal p99 100',
  );
  show(
    `    ${whole(BACKLOG)} instances wait`,
    `${orders.megabytes} MB, timers at most ${whole(orders.latest)} ms late`,
    'goal 400 MB and 1,000 ms',
  );
  const listed = await part(async () =>
    benchRecords(await newDatabase(postgres.url, 'bench_records'), LISTED),
  );
  for (const [n, { name, slowest }] of listed.pages.entries())
    show(
      n === 0 ? `(k) ${whole(LISTED)} orders listed: ${name}` : `    ${name}`,
      `${whole(slowest)} ms`,
      n === 0 ? 'goal 300; a page of 100, the slowest of ten' : '',
    );
  show(
    '    exported as CSV',
    `${whole(listed.exporting)} rows/s`,
    `the hub grew by ${whole(listed.growth)} MB`,
  );
  show('    brought into the register', `${whole(listed.filling)} records/s`, 'beside the line, once');
  const others = await part(async () => benchLists(await newDatabase(postgres.url, 'bench_lists'), LISTED));
  for (const { name, slowest } of others) show(`    ${name}`, `${whole(slowest)} ms`);
  const seen = await part(() => benchConsole(SITES));
  show(
    `(l) the console, ${SITES} sites, ${whole(SITES * 5)} interfaces`,
    `${whole(seen.cold)} ms`,
    'goal 1,500; a cold load until the map can be used, the slowest of three',
  );
  show(
    '    the map while it is live',
    `longest task ${whole(seen.longest)} ms, ${whole(seen.pictures)} pictures/s`,
    `goal 50 and 60; ${seen.tasks} longer than 50 in ten seconds`,
  );
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A part on a server that has nothing left to do for those before. */
async function part<T>(measure: () => Promise<T>): Promise<T> {
  await clear(postgres.url);
  return measure();
}

async function rawRate(way: Way, bytes: number): Promise<number> {
  return benchRaw(await newDatabase(postgres.url, 'bench_raw'), bytes, ROWS, way);
}

function show(name: string, figure: string, beside = ''): void {
  console.log(`${name.padEnd(40)}${figure.padEnd(32)}${beside}`);
}

function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}
