import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { offer, openInlet, type Spoken, testLine } from '../../../test/line.ts';
import { until } from '../../../test/process.ts';
import { approve } from '../../api/operations/approvals/decide.ts';
import { transaction } from '../../database/transaction.ts';
import { readFree } from '../../delivery/parked.ts';
import { foreseeIn } from '../../foreseeIn.ts';
import { type InboundLine, type Inlet, takeAgain } from '../../inbound.ts';
import { append } from '../../ledger/append.ts';
import { loadModel } from '../../quality/loadModel.ts';
import { mergeRecords } from '../merging/mergeRecords.ts';
import { unmerge } from '../merging/unmerge.ts';
import { prepareClaims } from './prepareClaims.ts';

const model = await loadModel();
const item = model.entities.get('item')!;

let database: TestDatabase;
let line: InboundLine;
let na: Inlet;
let eu: Inlet;

const items = (system: string): Spoken => ({
  system,
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "status": status ? status : "active", "number": number ? number : no, "names": name ? {"en": name}, "baseUnit": "EA", "revision": rev,
          "identifiers": gtin ? [{"scheme": "gtin", "value": gtin}],
          "units": carton ? [{"unit": "EA", "numerator": "1", "denominator": "1"}, {"unit": "XCT", "numerator": "12", "denominator": "1", "gtin": carton}] }`,
  settings: { order: 'no', lists: 'complete' },
});

const gtin = '4006381333931';

beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  na = await openInlet(line, items('na-erp'));
  eu = await openInlet(line, items('eu-erp'));
});
afterEach(() => database.drop());

describe('what only one record may have', () => {
  test('parks the message that gives it to a second one, names the first, and lets it through once that is mended', async () => {
    const [first] = await offer(line, na, { no: '1', number: '4711' });
    const [second] = await offer(line, eu, { no: '9', number: '4711' });
    expect(second).toMatchObject({
      outcome: 'parked',
      problem: { code: 'rule-violated', rule: 'IT-01', field: 'number', value: '4711' },
    });
    expect(JSON.stringify(second)).toContain(keyOf(first));
    await handBack();
    expect(await foreseen(eu)).toEqual(['still-parks']);
    expect(await retry(eu)).toMatchObject([{ outcome: 'parked' }]);

    await offer(line, na, { no: '1', number: '4712' });
    await handBack();
    expect(await foreseen(eu)).toEqual(['accepted']);
    expect(await retry(eu)).toMatchObject([{ outcome: 'accepted' }]);
    expect(await numbers()).toEqual(['4711', '4712']);
  });

  test('is free again once the one that has it is obsolete', async () => {
    await offer(line, na, { no: '1', number: '4711' }, { no: '1', number: '4711', status: 'obsolete' });
    expect(await offer(line, eu, { no: '9', number: '4711' })).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('is a GTIN, whichever unit of an item it names and with however many zeros', async () => {
    await offer(line, na, { no: '1', carton: gtin });
    expect(await offer(line, eu, { no: '9', gtin: `0${gtin}` })).toMatchObject([
      { outcome: 'parked', problem: { rule: 'IT-02', field: 'identifiers[0].value' } },
    ]);
  });

  test('is changed hands within a batch; of two that come with it the first has it', async () => {
    await offer(line, na, { no: '1', number: 'A' }, { no: '2', number: 'B' });
    const swapped = await offer(line, na, { no: '1', number: 'B' }, { no: '2', number: 'A' });
    expect(swapped).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    const both = await offer(line, eu, { no: '8', gtin }, { no: '9', gtin });
    expect(both).toMatchObject([{ outcome: 'accepted' }, { outcome: 'parked' }]);
  });

  test('stops nothing but the message, and what follows it of its key', async () => {
    await offer(line, na, { no: '1', number: '4711' });
    const outcomes = await offer(
      line,
      eu,
      { no: '9', number: '4711' },
      { no: '8' },
      { no: '9', number: '4711', rev: 'B' },
    );
    expect(outcomes).toMatchObject([
      { outcome: 'parked', problem: { rule: 'IT-01' } },
      { outcome: 'accepted' },
      { outcome: 'parked', problem: { code: 'waits-behind' } },
    ]);
    expect(await numbers()).toEqual(['4711', '8']);
  });

  test('is given to one alone of two that ask for it at the same moment', async () => {
    await offer(line, na, { no: '1' });
    await offer(line, eu, { no: '9' });
    const holding = await database.pool.connect();
    await holding.query('begin');
    await holding.query('select from ledger_head for update');
    const both = Promise.all([offer(line, na, { no: '1', gtin }), offer(line, eu, { no: '9', gtin })]);
    await until(async () => {
      const [activity] = await rows(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return Number(activity!['waiting']) >= 2;
    });
    await holding.query('commit');
    holding.release();
    const outcomes = (await both).flat().map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['accepted', 'parked']);
  });

  test('is told to a steward who would decide otherwise, and nothing is decided', async () => {
    await offer(line, na, { no: '1', gtin });
    const [other] = await offer(line, eu, { no: '9' });
    await line.pool.query(
      `insert into approval (entity, key, interface, system, local_key, changed, proposed, proposers)
       values ('item', $1, 'eu-erp/items', 'eu-erp', '9', '{/identifiers}', $2, '{kim}')`,
      [keyOf(other), JSON.stringify({ identifiers: [{ scheme: 'gtin', value: gtin }] })],
    );
    const said = { actor: 'lee', reason: 'as told' };
    const landscape = { matching: new Map(), systems: new Map() } as never;
    expect(await approve(line.pool, model, landscape, 1, said)).toMatchObject({ rule: 'IT-02' });
    expect(await rows('select state from approval')).toEqual([{ state: 'open' }]);
  });

  test('is known of the records that were there before', async () => {
    await offer(line, na, { no: '1', gtin });
    await line.pool.query('truncate unique_claim');
    await prepareClaims(line.pool, model);
    expect(await offer(line, eu, { no: '9', gtin })).toMatchObject([{ outcome: 'parked' }]);
  });
});

describe('while a steward is asked whether two are one', () => {
  beforeEach(async () => {
    na = await openInlet(line, { ...items('na-2'), matching: {} });
    eu = await openInlet(line, { ...items('eu-2'), matching: {} });
  });

  test('nothing waits: what they share is a finding, over when they are made one', async () => {
    const [first] = await offer(line, na, { no: '1', gtin, name: 'Pump' });
    const [second] = await offer(line, eu, { no: '9', gtin, name: 'Valve' });
    expect(second).toMatchObject({ outcome: 'accepted' });
    expect(await findings()).toEqual([`IT-02 ${keyOf(second)} open`]);
    await made('one', keyOf(second), keyOf(first));
    expect(await findings()).toEqual([`IT-02 ${keyOf(second)} mended`]);
  });

  test('what a system says anew meanwhile does not end it', async () => {
    await offer(line, na, { no: '1', gtin, name: 'Pump' });
    const [second] = await offer(line, eu, { no: '9', gtin, name: 'Valve' });
    await offer(line, eu, { no: '9', gtin, name: 'Valve', rev: 'B' });
    expect(await findings()).toEqual([`IT-02 ${keyOf(second)} open`]);
  });
});

describe('what should be only one’s', () => {
  test('is let on as a finding that ends when either changes', async () => {
    await offer(line, na, { no: '1', name: 'Pump' });
    const [second] = await offer(line, eu, { no: '9', name: 'PUMP' });
    expect(second).toMatchObject({ outcome: 'accepted' });
    expect(await findings()).toEqual([`IT-14 ${keyOf(second)} open`]);
    await offer(line, na, { no: '1', name: 'Pump, red' });
    expect(await findings()).toEqual([`IT-14 ${keyOf(second)} mended`]);

    await offer(line, na, { no: '1', name: 'Pump', rev: 'B' });
    expect((await findings()).filter((finding) => finding.endsWith('open'))).toHaveLength(1);
    await offer(line, na, { no: '1', name: 'Valve' });
    expect((await findings()).filter((finding) => finding.endsWith('open'))).toEqual([]);
  });

  test('stays a finding of one while a third has it too', async () => {
    await offer(line, na, { no: '1', name: 'Pump' }, { no: '2', name: 'Pump' });
    const [third] = await offer(line, eu, { no: '9', name: 'Pump' });
    await offer(line, na, { no: '2', name: 'Valve' });
    expect(await findings()).toContain(`IT-14 ${keyOf(third)} open`);
  });
});

test('what was made one has what both had, and parting gives back what each has', async () => {
  const [first] = await offer(line, na, { no: '1', number: 'A' });
  const [second] = await offer(line, eu, { no: '9', number: 'B', gtin });
  await made('one', keyOf(second), keyOf(first));
  expect(await offer(line, eu, { no: '7', number: 'B' })).toMatchObject([{ outcome: 'accepted' }]);
  expect(await offer(line, eu, { no: '8', gtin })).toMatchObject([{ outcome: 'parked' }]);
  await made('two', keyOf(second), keyOf(first));
  expect(await rows('select key from unique_claim where rule = $$IT-02$$')).toEqual([{ key: keyOf(second) }]);
});

function keyOf(outcome: unknown): string {
  return (outcome as { key: string }).key;
}

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await line.pool.query(text)).rows;
}

async function numbers(): Promise<unknown[]> {
  return (await rows(`select data ->> 'number' as number from record order by 1`)).map(
    ({ number }) => number,
  );
}

async function findings(): Promise<string[]> {
  const found = await rows(
    `select rule || ' ' || key || ' ' || state as text from quality_finding order by id`,
  );
  return found.map(({ text }) => String(text));
}

async function handBack(): Promise<void> {
  await line.pool.query(`update parked set state = 'waiting'`);
}

async function retry(inlet: Inlet) {
  return takeAgain(line, inlet, await readFree(line.pool, inlet.interface.id, 10));
}

async function foreseen(inlet: Inlet): Promise<string[]> {
  const waiting = await readFree(line.pool, inlet.interface.id, 10);
  const before = { held: new Set<string>(), facts: new Set<string>() };
  const ahead = { connection: line.pool, references: line.references } as never;
  const messages = waiting.map((each) => ({ ...each, blocked: false })) as never;
  const found = await foreseeIn(ahead, inlet, messages, before, Promise.resolve());
  return [...found.values()].map(({ outcome }) => outcome);
}

async function made(what: 'one' | 'two', loser: string, survivor: string): Promise<void> {
  const decision = { actor: 'ann', reason: 'looked at both' };
  await transaction(line.pool, async (connection) => {
    const done =
      what === 'one'
        ? await mergeRecords(connection, model, item, undefined, { loser, survivor }, decision)
        : await unmerge(connection, model, item, undefined, loser, decision);
    if ('code' in done) throw new Error(done.detail);
    await append(connection, done.entries);
  });
}
