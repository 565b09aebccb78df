import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { transaction } from '../database/transaction.ts';
import { postpone } from '../delivery/parked.ts';
import { append } from '../ledger/append.ts';
import { head } from '../ledger/read.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import { problem } from '../vocabulary/problem.ts';
import {
  confirmation,
  createScene,
  movement,
  order,
  productionOrder,
  type Scene,
} from './journey.testing.ts';
import { northfield } from './northfield.testing.ts';
import { trace } from './trace.ts';

let database: TestDatabase;
let scene: Scene;
const landscape = northfield();
beforeEach(async () => {
  database = await testDatabase();
  scene = createScene(database.pool);
});
afterEach(() => database.drop());

const ask = (key: string, options = {}) => trace(database.pool, landscape, key, options);

/** `kind interface-or-type` of each step, in order. */
async function told(key: string): Promise<string[]> {
  const { journeys } = await ask(key);
  return journeys[0]!.steps.map((step) => `${step.kind} ${'type' in step ? step.type : step.interface}`);
}

describe('the journey', () => {
  test('an order is told from its source document over the ledger to each target', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    const erp = await scene.target('na-erp/orders', 1);
    await scene.receipt(erp, {
      positions: [1],
      attempts: 2,
      replay: 3,
      details: { 1: { localKey: 'A-9', version: 'W/"3"', detail: 'created' } },
    });
    const { matches, journeys } = await ask('4711');
    expect(matches).toEqual([{ entity: 'salesOrder', key: 'so~crm~4711', by: 'number' }]);
    expect(journeys[0]!.localKeys).toEqual([{ system: 'crm', localKey: '4711' }]);
    expect(await told('4711')).toEqual([
      'delivered na-erp/orders',
      'received crm/orders',
      'recorded salesOrder.changed',
    ]);
    const [delivered, received, recorded] = journeys[0]!.steps;
    expect(received).toMatchObject({ origin: 'test', raw: expect.stringContaining('"4711"') });
    expect(recorded).toMatchObject({
      position: 1,
      version: 1,
      change: 'created',
      system: 'crm',
      site: 'chicago',
    });
    expect(delivered).toMatchObject({
      milliseconds: 250,
      attempts: 2,
      replay: 3,
      localKey: 'A-9',
      detail: 'created',
    });
    expect(delivered).toMatchObject({ mapping: 'systems/na-erp.orders.out.jsonata' });
  });

  test('what a process asked about an order is a step of the order, and no other thing of the same number', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    const asked: NewEntry = {
      id: 'promise-4711',
      type: 'command.promising.promise',
      entity: 'promising',
      system: 'order-to-cash',
      subject: 'so~crm~4711',
      partitionKey: 'so~crm~4711',
      time: '2026-03-01T08:00:00.000Z',
      data: '{}',
    };
    await transaction(database.pool, (connection) => append(connection, [asked]));
    const { matches } = await ask('4711');
    expect(matches).toEqual([{ entity: 'salesOrder', key: 'so~crm~4711', by: 'number' }]);
    expect(await told('4711')).toContain('recorded command.promising.promise');
  });

  test('it goes on to the production order made for it and the confirmations of that', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '4711'));
    await scene.say(
      'mes/confirmations',
      'productionConfirmation',
      confirmation('c1', '100'),
      confirmation('c2', '100'),
    );
    const { journeys } = await ask('crm:4711');
    expect(journeys[0]!.related).toEqual([
      { entity: 'productionOrder', key: 'pro~na-erp~100', relation: 'named by' },
      { entity: 'productionConfirmation', key: 'mes~c1', relation: 'named by' },
      { entity: 'productionConfirmation', key: 'mes~c2', relation: 'named by' },
    ]);
    const recorded = journeys[0]!.steps.flatMap((step) => (step.kind === 'recorded' ? step.key : []));
    expect(recorded).toEqual(['so~crm~4711', 'pro~na-erp~100', 'mes~c1', 'mes~c2']);
  });

  test('a confirmation is told with the order it names, without the other confirmations of that', async () => {
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '4711'));
    await scene.say(
      'mes/confirmations',
      'productionConfirmation',
      confirmation('c1', '100'),
      confirmation('c2', '100'),
    );
    const { matches, journeys } = await ask('mes~c1');
    expect(matches).toMatchObject([{ entity: 'productionConfirmation', by: 'canonical key' }]);
    expect(journeys[0]!.related).toEqual([
      { entity: 'productionOrder', key: 'pro~na-erp~100', relation: 'names' },
    ]);
    expect((await ask('c1')).matches).toMatchObject([{ key: 'mes~c1', by: 'number' }]);
  });

  test('a change names what changed', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    await scene.say('crm/orders', 'salesOrder', order('4711', 'confirmed'));
    const { journeys } = await ask('4711');
    expect(journeys[0]!.steps).toContainEqual(
      expect.objectContaining({ kind: 'recorded', version: 2, change: 'updated', changed: ['/status'] }),
    );
  });

  test('only as much of a document is shown as was asked for', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    const { journeys } = await ask('4711', { rawLimit: 12 });
    const [received] = journeys[0]!.steps;
    expect(received).toMatchObject({ kind: 'received', raw: '{"number":"4' });
    expect((received as { rawLength: number }).rawLength).toBeGreaterThan(100);
  });
});

describe('what is still to come', () => {
  test('a target that has not come to an entry shows as waiting, one out of scope or that it came from not at all', async () => {
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '4711'));
    await scene.target('mes/production', 0);
    expect(await told('100')).toContain('waiting mes/production');
    await scene.say('na-erp/production', 'productionOrder', {
      ...productionOrder('200', '4711'),
      site: 'chicago',
    });
    expect((await told('200')).filter((step) => step.startsWith('waiting'))).toEqual([]);
    await scene.say('mes/own', 'productionOrder', productionOrder('300', '4711'));
    expect((await told('300')).filter((step) => step.startsWith('waiting'))).toEqual([]);
  });

  test('a target that has gone past an entry without sending it shows as passed', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    await scene.target('na-erp/orders', 1);
    expect(await told('4711')).toContain('passed na-erp/orders');
  });

  test('an entry that waits for a target which is held says by what, since when and until when', async () => {
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '4711'));
    const mes = await scene.target('mes/production', 0);
    const hold = { state: 'held-window', reason: 'maintenance', since: '2026-03-01T08:00:00.000Z' };
    await database.pool.query(
      `update subscription set holder = gen_random_uuid(), lease_until = now() + interval '10 s', hold = $2, hold_reason = $3, hold_since = $4
       where id = $1`,
      [mes, hold.state, hold.reason, hold.since],
    );
    const waiting = (await ask('100')).journeys[0]!.steps.find(({ kind }) => kind === 'waiting');
    expect(waiting).toMatchObject({ interface: 'mes/production', hold });
  });

  test('a held delivery shows with its problem and advice, and not as waiting', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    await scene.target('na-erp/orders', 1);
    await scene.hold('out', 'na-erp/orders', 'salesOrder', {
      state: 'parked',
      key: 'so~crm~4711',
      problem: problem('target-rejected', 'send', 'customer blocked'),
      position: 1,
      attempts: 1,
    });
    const { journeys } = await ask('4711');
    expect(journeys[0]!.steps.at(-1)).toMatchObject({
      kind: 'held',
      state: 'parked',
      position: 1,
      problem: { detail: 'customer blocked', advice: expect.stringContaining('replay') },
    });
    expect((await told('4711')).filter((step) => /^(waiting|passed)/.test(step))).toEqual([]);
  });

  test('each attempt at a held delivery is told with what the target said; of many the newest', async () => {
    await scene.say('crm/orders', 'salesOrder', order('4711'));
    await scene.target('na-erp/orders', 1);
    const said = (n: number) => problem('target-rejected', 'send', `answer ${n}`);
    const message = { state: 'parked', key: 'so~crm~4711', position: 1, attempts: 1 } as const;
    await scene.hold('out', 'na-erp/orders', 'salesOrder', { ...message, problem: said(1) });
    const fail = (n: number, met = said(n)) =>
      transaction(database.pool, (connection) =>
        postpone(connection, 'out', 'na-erp/orders', [{ id: 1, state: 'parked', problem: met, attempts: n }]),
      );
    const tries = async () => {
      const step = (await ask('4711')).journeys[0]!.steps.at(-1)!;
      return 'tries' in step ? step.tries : [];
    };
    await fail(2);
    await fail(2, problem('waits-behind', 'route', 'waits behind an earlier message'));
    expect((await tries()).map(({ problem: { detail } }) => detail)).toEqual(['answer 1', 'answer 2']);
    for (let n = 3; n <= 25; n++) await fail(n);
    const all = await tries();
    expect(all.map(({ problem: { detail } }) => detail)).toEqual(
      Array.from({ length: 21 }, (_, i) => `answer ${i + 5}`),
    );
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
    expect(all[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('a delivery that waits until the thing has a key in the target is told with it', async () => {
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '4711'));
    const awaits = 'productionOrder crm pro~na-erp~100';
    await scene.hold('out', 'crm/milestones', 'shipmentMilestone', {
      state: 'parked',
      problem: problem('reference-unknown', 'route', 'has no key in crm yet', { awaits }),
      position: 1,
      attempts: 1,
    });
    expect(await told('100')).toContain('held crm/milestones');
  });
});

describe('what a key may be', () => {
  test('a number that systems use for different things leads to each of them', async () => {
    await scene.say('crm/orders', 'salesOrder', order('100'));
    await scene.say('na-erp/production', 'productionOrder', productionOrder('100', '4711'));
    const { matches, journeys } = await ask('100');
    expect(matches.map(({ key }) => key)).toEqual(['so~crm~100', 'pro~na-erp~100']);
    expect(journeys).toHaveLength(2);
    expect((await ask('100', { entity: 'productionOrder' })).matches).toHaveLength(1);
    expect((await ask('crm:100')).matches).toHaveLength(1);
  });

  test('facts of two entities that a system gave one number are two things', async () => {
    await scene.say('mes/confirmations', 'productionConfirmation', confirmation('1', '100'));
    await scene.say('mes/movements', 'inventoryMovement', movement('1'));
    const { matches } = await ask('mes~1');
    expect(matches.map(({ entity }) => entity).sort()).toEqual([
      'inventoryMovement',
      'productionConfirmation',
    ]);
  });

  test('a document that only others name leads to those', async () => {
    await scene.say('mes/confirmations', 'productionConfirmation', confirmation('c1', '100'));
    const { matches, journeys } = await ask('na-erp:100');
    expect(matches).toEqual([{ entity: 'productionOrder', key: 'pro~na-erp~100', by: 'named by others' }]);
    expect(journeys[0]!.related.map(({ key }) => key)).toEqual(['mes~c1']);
  });

  test('a number of which only a held message tells leads to that, and not to one that merely contains it', async () => {
    for (const raw of ['{"order":"4711"}', '{"order":"14711"}']) {
      await scene.hold('in', 'crm/orders', 'salesOrder', {
        state: 'parked',
        problem: problem('mapping-failed', 'map', 'no'),
        raw,
        position: await head(database.pool),
        attempts: 1,
      });
    }
    const { matches, held } = await ask('4711');
    expect(matches).toEqual([]);
    expect(held.map(({ raw }) => raw)).toEqual(['{"order":"4711"}']);
  });

  test('a key that means nothing leads nowhere, whatever it holds', async () => {
    for (const key of ['nothing', "'; drop table ledger", '%', 'crm:', ':x', 'x'.repeat(300)]) {
      expect(await ask(key)).toMatchObject({ matches: [], journeys: [], held: [] });
    }
  });
});
