import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { offer, openInlet, testLine } from '../../../../test/line.ts';
import { sayingOf, type Told } from '../../../identity/told.ts';
import type { ConnectivityRule, Landscape } from '../../../landscape/landscape.ts';
import { loadModel } from '../../../quality/loadModel.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { approve } from '../approvals/decide.ts';
import { decideConflict } from './decide.ts';

const model = await loadModel();
const federated: ConnectivityRule = {
  ...{ file: 'enterprise.yaml', line: 13, entities: ['item'], model: 'federated' },
};
const governing = (...attributes: string[]): Pick<Landscape, 'stewardship' | 'matching' | 'systems'> => ({
  stewardship: {
    owners: [],
    governed: attributes.map((attribute) => ({ entity: 'item', attribute })),
  } as never,
  matching: new Map(),
  systems: new Map(),
});

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
  const line = testLine(database.pool);
  for (const [system, name] of [
    ['na', 'Bolt'],
    ['eu', 'Screw'],
  ] as const) {
    const inlet = await openInlet(line, {
      ...{ system, name: 'items', entity: 'item', rules: [federated], settings: { identify: ['gtin'] } },
      map: `{ "localKey": "1", "names": {"en": name}, "identifiers": [{ "scheme": "gtin", "value": "4006381333931" }] }`,
    });
    await offer(line, inlet, { name });
  }
});
afterEach(() => database.drop());

test('the conflict over a governed attribute is decided by two: who decides proposes, another approves, and it ends', async () => {
  const landscape = governing('names');
  const { pool } = database;
  const given = { system: 'eu', reason: 'as on the drawing' };
  expect(await decideConflict(pool, model, landscape, 'ann', 1, given)).toMatchObject({
    waits: ['/names/en'],
  });
  expect(await name()).toBe('Bolt');
  expect(await state()).toBe('open');
  expect(await approve(pool, model, landscape, 1, { actor: 'ann' })).toMatchObject({
    code: 'second-person-needed',
  });
  expect(await approve(pool, model, landscape, 1, { actor: 'bob' })).toEqual({ changed: ['/names/en'] });
  expect(await name()).toBe('Screw');
  expect(await state()).toBe('settled-itself');
  const { rows } = await pool.query<{ told: Told }>('select told from record');
  const { told } = rows[0]!;
  expect(told.contested).toBeUndefined();
  expect(sayingOf(told, '/names/en')).toMatchObject({ by: 'steward' });
});

test('that there is none is approved as well', async () => {
  const landscape = governing('names');
  const { pool } = database;
  await decideConflict(pool, model, landscape, 'ann', 1, { value: null, reason: 'not to be named' });
  expect(await approve(pool, model, landscape, 1, { actor: 'bob' })).toEqual({ changed: ['/names/en'] });
  expect(await name()).toBeUndefined();
});

test('the conflict over any other attribute is decided by one', async () => {
  const given = { system: 'eu', reason: 'as on the drawing' };
  const answer = await decideConflict(database.pool, model, governing('netWeight'), 'ann', 1, given);
  expect(answer).toMatchObject({ waits: [], version: 2 });
  expect(await name()).toBe('Screw');
  expect(await state()).toBe('decided');
});

async function name(): Promise<unknown> {
  const { rows } = await database.pool.query<{ data: { names?: JsonObject } }>('select data from record');
  return rows[0]!.data.names?.['en'];
}

async function state(): Promise<string> {
  const { rows } = await database.pool.query<{ state: string }>('select state from conflict');
  return rows[0]!.state;
}
