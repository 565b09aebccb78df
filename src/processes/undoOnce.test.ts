import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ItemsToWms, itemsToWms } from '../../test/itemsToWms.ts';
import { discardParked, restoreParked } from '../api/operations/parked/decide.ts';
import { startReplay } from '../api/operations/parked/jobs.ts';
import { ask } from '../api/process/ask.ts';
import { readInstance } from '../api/process/read.ts';
import { transaction } from '../database/transaction.ts';
import { readFree } from '../delivery/parked.ts';
import { lease } from '../lease.ts';
import { append } from '../ledger/append.ts';
import { deliverAgain, deliverNext } from '../outbound.ts';
import { loadModel } from '../quality/loadModel.ts';
import type { Json } from '../vocabulary/json.ts';
import { advance } from './advance.ts';
import { chartOf } from './chart.testing.ts';
import { openProcess } from './open.ts';
import type { RunningProcess } from './running.ts';

/** Each undo goes to the same key: the second waits behind the first. */
const CHART = `
process: stocking
about: item
start: { on: item.changed }
context: '{ "item": event.subject }'
keys: context.item
initial: reserved
states:
  reserved: { enter: [reserve, hold], on: { let-go: { to: loose } } }
  loose: { enter: [let-go] }
commands:
  reserve: { entity: item, verb: reserve, key: context.item, undo: free }
  free: { entity: item, verb: free, key: context.item }
  hold: { entity: item, verb: hold, key: context.item, undo: let-go }
  let-go: { entity: item, verb: letGo, key: context.item }
`;

const OPERATOR = { actor: 'operator' };
const never = new AbortController().signal;

let items: ItemsToWms;
let process: RunningProcess;
let heard: number;
let sent: number;
/** What the WMS says no to. */
let refuses: Json[];

beforeEach(async () => {
  items = await itemsToWms({ takes: 'commands', map: '{ "verb": verb }' });
  items.target.answer = ({ body }) => ({ status: refuses.includes(body['verb']!) ? 422 : 200 });
  const { pool } = items.line;
  process = await openProcess(pool, chartOf(CHART), await loadModel());
  await lease(pool, 'subscription', process.id, items.line.holder);
  heard = 0;
  sent = 0;
  refuses = ['letGo'];
});
afterEach(() => items.end());

test('an undo that one replays and another asks for again goes out once', async () => {
  await cancelled();
  await replay();
  await asked('retry');
  await mended();
});

test('an undo that one asks for again and another replays goes out once', async () => {
  await cancelled();
  await asked('retry');
  await hear();
  await replay();
  await mended();
});

test.each([
  ['asks', () => [hear, replay]],
  ['replays', () => [replay, hear]],
])(
  'an undo that is replayed and asked for again at the very same time goes out once; first one %s',
  async (_, works) => {
    await cancelled();
    await asked('retry');
    await atOnce(...works());
    await mended();
  },
);

test('an undo that is asked for again while its replay is being sent goes out once', async () => {
  await cancelled();
  refuses = [];
  const { answer } = items.target;
  items.target.answer = async (received) => {
    items.target.answer = answer;
    await asked('retry');
    await hear();
    return answer(received);
  };
  await replay();
  await deliver();
  await mended();
});

test('an undo that is asked for again when its replay has come through, which is not heard yet, goes out once', async () => {
  await cancelled();
  await replay();
  refuses = [];
  await deliver();
  await asked('retry');
  await mended();
});

test.each([
  ['asks', () => [hear, restore]],
  ['puts back', () => [restore, hear]],
])(
  'an undo that a person took out goes out once when it is asked for again and put back at the very same time; first one %s',
  async (_, works) => {
    await cancelled();
    await takeOut();
    await asked('retry');
    await atOnce(...works());
    await replay();
    await mended();
  },
);

test('an undo that is asked for again and taken out before it went is refused again, and goes out once when it is asked for then', async () => {
  await cancelled();
  await asked('retry');
  await hear();
  await takeOut();
  await asked('retry');
  await mended();
});

test('undos of one key that wait behind one that was refused go on in order when that is asked for again', async () => {
  await cancelled();
  expect(await undos()).toEqual([
    'let-go refused, parked at wms/items as 1',
    'free undefined, held-behind at wms/items as 2',
  ]);
  await asked('retry');
  await goOn();
  expect([await status(), await open()]).toEqual(['stuck', ['parked', 'held-behind']]);
  await asked('retry');
  await mended();
});

test('an undo that a person leaves is taken out with the reason, and those behind it go on', async () => {
  await cancelled();
  await asked('skip');
  await hear();
  expect(await status()).toBe('cancelling');
  await goOn();
  expect([await status(), taken()]).toEqual(['cancelled', ['reserve', 'hold', 'free']]);
  const { rows } = await items.line.pool.query(
    `select decided_by, reason from parked where state = 'discarded'`,
  );
  expect(rows).toEqual([{ decided_by: 'operator', reason: 'because' }]);
});

test('what a system would not take back to the chart goes out once when the instance is cancelled', async () => {
  await begun();
  await asked('signal', 'let-go');
  await goOn();
  expect(await open()).toEqual(['parked']);
  await asked('cancel');
  await hear();
  await restore();
  await replay();
  await mended();
});

test('what a system refused to do is not done any more once the instance is cancelled, and holds back no undo', async () => {
  refuses = ['hold'];
  await begun();
  await asked('cancel');
  await goOn();
  expect([await status(), taken(), await open()]).toEqual(['cancelled', ['reserve', 'free'], []]);
});

test('what is replayed when the instance is cancelled is taken back', async () => {
  refuses = ['hold'];
  await begun();
  await replay();
  await asked('cancel');
  await hear();
  refuses = [];
  await goOn();
  expect([await status(), taken()]).toEqual(['cancelled', ['reserve', 'hold', 'letGo', 'free']]);
});

test.each([
  ['cancels', () => [hear, replay]],
  ['replays', () => [replay, hear]],
])(
  'what is replayed at the very time the instance is cancelled is not done, or taken back; first one %s',
  async (_, works) => {
    refuses = ['hold'];
    await begun();
    await asked('cancel');
    await atOnce(...works());
    refuses = [];
    await goOn();
    expect([await status(), await open()]).toEqual(['cancelled', []]);
    const [done, undone] = ['hold', 'letGo'].map((verb) => taken().filter((each) => each === verb).length);
    expect(undone).toBe(done);
  },
);

async function begun(): Promise<void> {
  const told = { id: 'told', type: 'item.changed', entity: 'item', system: 'na-erp', subject: 'itm~1' };
  await transaction(items.line.pool, (connection) =>
    append(connection, [{ ...told, partitionKey: 'itm~1', time: new Date().toISOString(), data: '{}' }]),
  );
  await goOn();
}

/** What gives back the hold is refused. */
async function cancelled(): Promise<void> {
  await begun();
  await asked('cancel');
  await goOn();
  expect(await status()).toBe('stuck');
}

/** The WMS takes it now: all goes on to its end. */
async function mended(): Promise<void> {
  refuses = [];
  await goOn();
  expect(taken()).toEqual(['reserve', 'hold', 'letGo', 'free']);
  expect(await status()).toBe('cancelled');
  expect(await open()).toEqual([]);
}

/** Both stand at the same row before either goes on. */
async function atOnce(...works: (() => Promise<unknown>)[]): Promise<void> {
  const { pool } = items.line;
  let running: Promise<unknown> | undefined;
  await transaction(pool, async (connection) => {
    await connection.query('select from parked for update');
    running = Promise.all(works.map((work) => work()));
    for (let waiting = 0; waiting < works.length; ) {
      const { rows } = await pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      waiting = rows[0]!.waiting;
    }
  });
  await running;
}

async function asked(kind: 'retry' | 'cancel' | 'skip' | 'signal', signal?: string): Promise<void> {
  const answer = await ask(items.line.pool, 'operator', 'stocking', 'itm~1', {
    kind,
    reason: 'because',
    ...(signal !== undefined && { signal }),
  });
  expect(answer).toEqual({ asked: signal ?? kind });
}

const replay = () => startReplay(items.line.pool, OPERATOR, { all: true });
const takeOut = async () => {
  await discardParked(items.line.pool, OPERATOR, { filter: { code: 'target-rejected' }, reason: 'not now' });
  await hear();
};
const restore = () => restoreParked(items.line.pool, OPERATOR, { filter: { code: 'target-rejected' } });

async function goOn(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await hear();
    await deliver();
  }
  await hear();
}

async function hear(): Promise<void> {
  for (;;) {
    const round = await advance(items.line, process, heard);
    heard = round.position;
    if (round.state === 'idle') return;
  }
}

async function deliver(): Promise<void> {
  const { line, outlet } = items;
  for (;;) {
    const free = await readFree(line.pool, outlet.interface.id, 100);
    if (free.length > 0) {
      await deliverAgain(line, outlet, free, never);
      continue;
    }
    const round = await deliverNext(line, outlet, sent, never);
    sent = round.position;
    if (round.state === 'idle') return;
  }
}

function taken() {
  return items.target.received.map(({ body }) => body['verb']);
}

async function status(): Promise<string> {
  const { rows } = await items.line.pool.query('select status from process_instance');
  return rows[0].status;
}

/** As whoever looks at the instance is told. */
async function undos(): Promise<string[]> {
  const detail = await readInstance(items.line.pool, 'stocking', 'stocking~itm~1');
  return detail!.commands.flatMap(({ name, answer, undoes, waits = [] }) =>
    undoes === undefined
      ? []
      : waits.map((each) => `${name} ${answer}, ${each.state} at ${each.interface} as ${each.message}`),
  );
}

async function open(): Promise<string[]> {
  const { rows } = await items.line.pool.query(
    `select state from parked where state not in ('delivered', 'discarded') order by position`,
  );
  return rows.map(({ state }) => state);
}
