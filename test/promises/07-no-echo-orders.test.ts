import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InboundLine, type Inlet, prepareBatch, takePrepared } from '../../src/inbound.ts';
import type { Outlet } from '../../src/outbound/outlet.ts';
import { deliverNext } from '../../src/outbound.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { batchOf, offer, openInlet, openOutlet, testLine } from '../line.ts';
import { type CuttingErp, cuttingErp, type Row } from './cuttingErp.ts';

// The hub writes to an ERP that keeps names in capitals and cut; people change things there between its writing and its next look.

let database: TestDatabase;
let line: InboundLine;
let erp: CuttingErp;
let na: Inlet;
let toEu: Outlet;
let eu: Inlet;
let position: number;
beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  erp = await cuttingErp();
  na = await openInlet(line, { system: 'na', name: 'items', entity: 'item', map: MAP });
  await euWrittenBy('{ "subject": key, "name": record.names.en, "rev": record.revision }');
  position = 0;
});
afterEach(async () => {
  await erp?.stop();
  await database?.drop();
});

const MAP = `{ "localKey": no, "changedBy": by, "sourceChangedAt": at, "status": "active", "names": {"en": name}, "revision": rev, "baseUnit": "EA" }`;
const WITHOUT_TIME = MAP.replace('"sourceChangedAt": at, ', '');

describe.each([
  ['and tells when things changed', MAP],
  ['and does not tell when things changed', WITHOUT_TIME],
])('7. no echo, in an ERP that names who changed a thing %s:', (_, map) => {
  beforeEach(async () => {
    eu = await openInlet(line, { ...EU, map, writtenBy: [toEu], name: 'items-again' });
  });

  test('an echo that comes after the next change was appended, but before that was delivered, is an echo too', async () => {
    const item = await written('Centrifugal pump', '1');
    await naSays('Blue centrifugal pump', '1');
    await look(item);
    await deliver();
    await look(item);
    await expectRecord('Blue centrifugal pump', '1', 2);
  });

  test('what a person changes on a thing that the hub made there, before the hub looked, is that person’s change', async () => {
    const item = await written('Centrifugal pump', '1');
    erp.personSets(item, { rev: '7' });
    await look(item);
    await expectRecord('Centrifugal pump', '7', 2);
  });

  test('what a person renames on a thing that the hub made there, before the hub looked, is that person’s change', async () => {
    const item = await written('Centrifugal pump', '1');
    erp.personSets(item, { name: 'Gear pump' });
    await look(item);
    await expectRecord('GEAR PUMP', '1', 2);
  });

  test('what a person sets back to what it was before the hub wrote, before the hub looked, is that person’s change', async () => {
    const item = await written('Centrifugal pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '2');
    await deliver();
    erp.personSets(item, { rev: '1' });
    await look(item);
    await expectRecord('Centrifugal pump', '1', 3);
  });

  test('what was set back once is not set back again by what a person changes beside it later', async () => {
    const item = await written('Centrifugal pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '2');
    await deliver();
    erp.personSets(item, { rev: '1' });
    await look(item);
    await naSays('Centrifugal pump', '3');
    erp.personSets(item, { name: 'Gear pump' });
    await look(item);
    await expectRecord('GEAR PUMP', '3', 5);
  });

  test('a person sets back to what the hub wrote before last', async () => {
    const item = await written('Centrifugal pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '2');
    await deliver();
    await naSays('Centrifugal pump', '3');
    await deliver();
    erp.personSets(item, { rev: '2' });
    await look(item);
    await expectRecord('Centrifugal pump', '2', 4);
  });

  test('a name that the ERP cut is not taken for the change of a person who changed something beside it', async () => {
    const item = await written('Pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '1');
    await deliver();
    erp.personSets(item, { rev: '7' });
    await look(item);
    await expectRecord('Centrifugal pump', '7', 3);
  });

  test('a name cut to what it was is not taken for set back', async () => {
    const item = await written('Centrifugal pump', '1');
    await look(item);
    await naSays('Centrifugal fan', '1');
    await deliver();
    erp.personSets(item, { rev: '7' });
    await look(item);
    await expectRecord('Centrifugal fan', '7', 3);
  });

  test('what a person shortens after the hub has seen its own writing is that person’s change', async () => {
    const item = await written('Centrifugal pump', '1');
    await look(item);
    erp.personSets(item, { name: 'Centrifug' });
    await look(item);
    await expectRecord('CENTRIFUG', '1', 2);
  });

  test('an echo of what waited through several looks is an echo', async () => {
    const item = await written('Pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '1');
    for (const rev of ['5', '6', '7']) {
      erp.personSets(item, { rev });
      await look(item);
    }
    await deliver();
    await look(item);
    await expectRecord('Centrifugal pump', '7', 5);
  });

  test('what a person changes while the hub’s next writing waits is that person’s change, and no more than that', async () => {
    const item = await written('Pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '1');
    erp.personSets(item, { rev: '7' });
    await look(item);
    await expectRecord('Centrifugal pump', '7', 3);
  });

  test('an echo seen before its receipt is an echo, and what is sent again after a crash too', async () => {
    const item = await written('Pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '2');
    await database.pool.query(`update subscription set holder = 'another'`);
    await expect(deliver()).rejects.toThrow(/another process/);
    await look(item);
    await database.pool.query('update subscription set holder = $1', [line.holder.id]);
    await deliver();
    await look(item);
    erp.personSets(item, { rev: '1' });
    await look(item);
    await expectRecord('Centrifugal pump', '1', 3);
  });

  test('what a person changes on what was written, before its receipt, is that person’s change, and no more than that', async () => {
    const item = await written('Pump', '1');
    await look(item);
    await naSays('Centrifugal pump', '1');
    const { send } = erp.sink;
    toEu.sink = {
      ...erp.sink,
      send: async (...all) => {
        const outcomes = await send(...all);
        erp.personSets(item, { rev: '7' });
        await look(item);
        return outcomes;
      },
    };
    await deliver();
    await expectRecord('Centrifugal pump', '7', 3);
  });

  test('what was received before the hub wrote is not taken for set back', async () => {
    const item = await written('Centrifugal pump', '1');
    await look(item);
    erp.personSets(item, { name: 'Gear pump' });
    const early = await prepareBatch(line, eu, batchOf(erp.row(item)));
    await naSays('Centrifugal pump', '2');
    await deliver();
    await takePrepared(line, eu, early);
    await expectRecord('GEAR PUMP', '2', 3);
  });

  test('an attribute that the hub does not write there is not taken for set back', async () => {
    await euWrittenBy('{ "subject": key, "name": record.names.en }');
    const item = await written('Centrifugal pump', '1');
    await look(item);
    await naSays('Gear pump', '2');
    await deliver();
    erp.personSets(item, { name: 'Blue pump' });
    await look(item);
    await expectRecord('BLUE PUMP', '2', 3);
  });
});

test('7. no echo: what was changed before the hub wrote, by the ERP’s own clock, is not taken for set back, however late it comes', async () => {
  const item = await written('Centrifugal pump', '1');
  await look(item);
  erp.personSets(item, { name: 'Gear pump' });
  const early = erp.row(item);
  await naSays('Centrifugal pump', '2');
  await deliver();
  await show(early);
  await expectRecord('GEAR PUMP', '2', 3);
});

test('7. no echo: what a person changes that the hub does not write there is that person’s change, also under the hub’s later writing', async () => {
  await euWrittenBy('{ "subject": key, "name": record.names.en }');
  const item = await written('Pump', '1');
  erp.personSets(item, { rev: '5' });
  await look(item);
  await naSays('Gear pump', '6');
  erp.personSets(item, { rev: '7' });
  await deliver();
  await look(item);
  await expectRecord('Gear pump', '7', 3);
});

test('7. no echo: in an ERP that does not name who changed a thing, what may be the hub’s own value is, and the first look is where changes count from', async () => {
  eu = await openInlet(line, { ...EU, name: 'items-unnamed', map: UNNAMED, writtenBy: [toEu] });
  const item = await written('Pump', '1');
  erp.personSets(item, { rev: '7' });
  await look(item);
  await expectRecord('Pump', '1', 1);
  await naSays('Centrifugal pump', '1');
  await deliver();
  await look(item);
  await expectRecord('Centrifugal pump', '1', 2);
  erp.personSets(item, { name: 'Gear pump' });
  await look(item);
  await expectRecord('GEAR PUMP', '1', 3);
});

test.each([MAP, WITHOUT_TIME])(
  '7. no echo: in whatever order the hub writes, people change and the hub looks',
  async (map) => {
    eu = await openInlet(line, { ...EU, name: 'items-any', map, writtenBy: [toEu] });
    for (let n = 0; n < STORIES; n++) {
      const told = await tell(`N${n}`, n);
      const { rows } = await database.pool.query(
        `select data #>> '{names,en}' as name, data ->> 'revision' as rev from record where key = $1`,
        [told.item],
      );
      expect(rows, told.story.join(' ')).toEqual([told.truth]);
    }
  },
);

const STORIES = 25;

type Attribute = 'name' | 'rev';

/**
 * Both sides change one item, never the same attribute at once, and the hub, which writes the whole item, does not write over what it has not
 * seen: those are for a steward. Every value that a person sets is new or one that the ERP has shown before; what
 * the ERP made of the hub's writing, set again before the hub looked, is no change.
 */
async function tell(no: string, seed: number) {
  const next = dice(seed);
  const truth = { name: `${seed}a centrifugal pump`, rev: `${seed}-0` };
  const atNa = { ...truth };
  await naSays(atNa.name, atNa.rev, no);
  await deliver();
  const { rows } = await database.pool.query(
    `select key from observation where system = 'na' and local_key = $1`,
    [no],
  );
  const item: string = rows[0].key;
  const shown = { name: new Set([erp.row(item).name]), rev: new Set([erp.row(item).rev]) };
  const waiting = new Set<Attribute>();
  const unseen = new Set<Attribute>();
  const story: string[] = [];
  const written: { name?: string; rev?: string } = { ...truth };
  const looks = async () => {
    await look(item);
    for (const attribute of unseen) delete written[attribute];
    unseen.clear();
  };
  const delivers = async () => {
    await deliver();
    Object.assign(written, truth);
    waiting.clear();
  };
  for (let step = 0; step < 14; step++) {
    const attribute: Attribute = next(2) === 0 ? 'name' : 'rev';
    const value =
      attribute === 'name' ? `${seed}${'bcdefghijklmno'[step]} centrifugal pump` : `${seed}-${step + 1}`;
    const act = next(4);
    if (act === 0 && !unseen.has(attribute)) {
      story.push(`na:${value}`);
      truth[attribute] = atNa[attribute] = value;
      await naSays(atNa.name, atNa.rev, no);
      waiting.add(attribute);
    } else if (act === 1 && unseen.size === 0) {
      story.push('written');
      await delivers();
    } else if (act === 2 && !waiting.has(attribute)) {
      const old = [...shown[attribute]].filter((earlier) => earlier !== erp.row(item)[attribute]);
      const set = old.length > 0 && next(2) === 0 ? old[next(old.length)]! : value;
      erp.personSets(item, { [attribute]: set });
      const now = erp.row(item)[attribute];
      const asWritten = now === written[attribute]?.toUpperCase().slice(0, 12);
      truth[attribute] = asWritten ? written[attribute]! : now;
      story.push(`eu:${now}`);
      unseen.add(attribute);
    } else if (act === 3) {
      story.push('look');
      await looks();
    }
    shown.name.add(erp.row(item).name);
    shown.rev.add(erp.row(item).rev);
  }
  await looks();
  await delivers();
  await looks();
  return { item, truth, story };
}

/** The same throws for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed + 1;
  return (sides) => {
    state = Math.imul(state, 1664525) + 1013904223;
    return (state >>> 8) % sides;
  };
}

const UNNAMED = WITHOUT_TIME.replace('"changedBy": by, ', '');
const EU = { system: 'eu', name: 'items', entity: 'item', map: MAP, of: { author: 'HUB' } };

async function euWrittenBy(map: string): Promise<void> {
  await database.pool.query('delete from subscription');
  toEu = await openOutlet(line, { system: 'eu', name: 'items-out', entity: 'item', map, sink: erp.sink });
  await database.pool.query(`delete from source where name like 'eu/%'`);
  eu = await openInlet(line, { ...EU, writtenBy: [toEu] });
}

async function naSays(name: string, rev: string, no = 'N1'): Promise<void> {
  await offer(line, na, { no, by: 'lee', name, rev, _id: `${no} ${name} ${rev}` });
}

/** An item that the hub has made in the ERP; its canonical key. */
async function written(name: string, rev: string): Promise<string> {
  await naSays(name, rev);
  await deliver();
  const { rows } = await database.pool.query('select key from record');
  return rows[0].key;
}

async function deliver(): Promise<void> {
  position = (await deliverNext(line, toEu, position, new AbortController().signal)).position;
}

async function look(item: string): Promise<void> {
  await show(erp.row(item));
}

async function show(row: Row): Promise<void> {
  await offer(line, eu, row);
}

/** What the hub holds to be true, and how many changes it took to come there. */
async function expectRecord(name: string, rev: string, version: number): Promise<void> {
  const { rows } = await database.pool.query(
    `select data #>> '{names,en}' as name, data ->> 'revision' as rev, version from record`,
  );
  expect(rows).toEqual([{ name, rev, version }]);
}
