import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Owners } from '../../src/identity/owners.ts';
import type { InboundLine, Inlet } from '../../src/inbound.ts';
import type { ConnectivityRule, SurvivorshipRule } from '../../src/landscape/landscape.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, testLine } from '../line.ts';

let database: TestDatabase;
let line: InboundLine;
beforeEach(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
});
afterEach(() => database.drop());

const federated = (...survivorship: SurvivorshipRule[]): ConnectivityRule => ({
  file: 'enterprise.yaml',
  line: 13,
  entities: ['item'],
  model: 'federated',
  ...(survivorship.length > 0 && { survivorship }),
});

const byGroup = (groups: string[], rest: Omit<SurvivorshipRule, 'groups' | 'attributes' | 'line'>) => ({
  groups,
  attributes: [],
  line: 15,
  ...rest,
});

/** na owns what is at detroit, eu what is at ulm; of what stands at no site who told the thing first. */
const owners: Owners = ({ pointer, maker }) =>
  new Set(
    pointer.startsWith('/sites/') ? [pointer.startsWith('/sites/detroit') ? 'na' : 'eu'] : [maker ?? ''],
  );

const items = (system: string, rule: ConnectivityRule) =>
  openInlet(line, {
    system,
    name: 'items',
    entity: 'item',
    map: `$merge([{ "localKey": no, "sourceChangedAt": at, "names": {"en": name}, "revision": rev, "sites": sites, "netWeight": weight,
             "identifiers": [{ "scheme": "gtin", "value": gtin }] }])`,
    settings: { identify: ['gtin'] },
    rules: [rule],
    owners,
  });

const bolt = { gtin: '4006381333931', no: '1' };

describe('13. the golden record', () => {
  test('authority: the system that comes first stands, whoever speaks first or last; what loses stays what that system says', async () => {
    const rule = federated(byGroup(['ID', 'EN'], { strategy: 'authority', order: ['plm', 'na'] }));
    const [plm, na, eu] = [await items('plm', rule), await items('na', rule), await items('eu', rule)];
    await told(eu, { ...bolt, name: 'Schraube', rev: 'A' });
    await told(na, { ...bolt, name: 'Bolt' });
    expect(await golden()).toMatchObject({ names: { en: 'Bolt' }, revision: 'A' });
    expect(await told(eu, { ...bolt, name: 'Sechskantschraube', rev: 'B' })).toEqual(['accepted']);
    expect(await golden()).toMatchObject({ names: { en: 'Bolt' }, revision: 'B' });
    expect(await told(eu, { ...bolt, name: 'Schraube M8', rev: 'B' })).toEqual(['kept aside']);
    await told(plm, { ...bolt, name: 'Hex bolt' });
    await told(na, { ...bolt, name: 'Bolt!' });
    expect(await golden()).toMatchObject({ names: { en: 'Hex bolt' }, revision: 'B' });
    expect(await views('/names/en')).toEqual({ eu: 'Schraube M8', na: 'Bolt!', plm: 'Hex bolt' });
    expect(await conflicts()).toEqual([]);
  });

  test('owner: each region speaks for its own sites alone, also where nobody has said anything', async () => {
    const rule = federated();
    const [na, eu] = [await items('na', rule), await items('eu', rule)];
    const at = (detroit: string, ulm: string) => ({
      sites: { detroit: { planner: detroit }, ulm: { planner: ulm } },
    });
    await told(na, { ...bolt, name: 'Bolt', ...at('N1', 'N2') });
    expect(await golden()).toMatchObject({ sites: { detroit: { planner: 'N1' } } });
    await told(eu, { ...bolt, name: 'Bolt', ...at('E1', 'E2') });
    expect(await golden()).toMatchObject({ sites: { detroit: { planner: 'N1' }, ulm: { planner: 'E2' } } });
    expect(await told(eu, { ...bolt, name: 'Bolt', ...at('E3', 'E2') })).toEqual(['kept aside']);
    await told(na, { ...bolt, name: 'Bolt', ...at('N4', 'N5') });
    expect(await golden()).toMatchObject({ sites: { detroit: { planner: 'N4' }, ulm: { planner: 'E2' } } });
  });

  test('mostRecent and mostComplete: what was changed last, what says most', async () => {
    const rule = federated(
      byGroup(['EN'], { strategy: 'mostRecent' }),
      byGroup(['ID'], { strategy: 'mostComplete' }),
    );
    const [na, eu] = [await items('na', rule), await items('eu', rule)];
    await told(na, { ...bolt, name: 'Bolt', rev: 'A', at: '2026-01-02T00:00:00Z' });
    await told(eu, { ...bolt, name: 'Bolt M8', rev: 'B', at: '2026-01-01T00:00:00Z' });
    expect(await golden()).toMatchObject({ names: { en: 'Bolt M8' }, revision: 'A' });
    await told(eu, { ...bolt, name: 'Bolt M8', rev: 'C', at: '2026-01-03T00:00:00Z' });
    await told(na, { ...bolt, name: 'Bolt 8', rev: 'A', at: '2026-01-04T00:00:00Z' });
    expect(await golden()).toMatchObject({ names: { en: 'Bolt M8' }, revision: 'C' });
  });

  test('fixed: one system speaks for an attribute with its unit, and nobody else', async () => {
    const rule = federated({
      groups: [],
      attributes: ['/netWeight'],
      strategy: 'fixed',
      system: 'wms',
      line: 15,
    });
    const [na, wms] = [await items('na', rule), await items('wms', rule)];
    await told(na, { ...bolt, name: 'Bolt', weight: { value: '1', unit: 'LBR' } });
    expect(await golden()).not.toHaveProperty('netWeight');
    await told(wms, { ...bolt, name: 'Bolt', weight: { value: '0.4536', unit: 'KGM' } });
    await told(na, { ...bolt, name: 'Bolt', weight: { value: '2', unit: 'LBR' } });
    expect(await golden()).toMatchObject({ netWeight: { value: '0.4536', unit: 'KGM' } });
  });

  test('what no rule settles is a conflict with both words and their ages, and ends by itself when they agree', async () => {
    const rule = federated();
    const [na, eu] = [await items('na', rule), await items('eu', rule)];
    await told(na, {
      ...bolt,
      name: 'Bolt',
      weight: { value: '1', unit: 'KGM' },
      at: '2026-01-01T00:00:00Z',
    });
    expect(
      await told(eu, {
        ...bolt,
        name: 'Schraube',
        weight: { value: '2', unit: 'LBR' },
        at: '2026-01-02T00:00:00Z',
      }),
    ).toEqual(['kept aside']);
    expect(await conflicts()).toEqual([
      ['/names/en', 'open', 'na: "Bolt" 2026-01-01 stands', 'eu: "Schraube" 2026-01-02'],
      [
        '/netWeight',
        'open',
        'na: {"unit":"KGM","value":"1"} 2026-01-01 stands',
        'eu: {"unit":"LBR","value":"2"} 2026-01-02',
      ],
    ]);
    await told(eu, {
      ...bolt,
      name: 'Schraube',
      weight: { value: '1', unit: 'KGM' },
      at: '2026-01-03T00:00:00Z',
    });
    expect((await conflicts()).map(([pointer, state]) => [pointer, state])).toEqual([
      ['/names/en', 'open'],
      ['/netWeight', 'settled-itself'],
    ]);
    await told(na, {
      ...bolt,
      name: 'Schraube',
      weight: { value: '1', unit: 'KGM' },
      at: '2026-01-04T00:00:00Z',
    });
    expect((await conflicts()).map(([, state]) => state)).toEqual(['settled-itself', 'settled-itself']);
    expect(await golden()).toMatchObject({
      names: { en: 'Schraube' },
      netWeight: { value: '1', unit: 'KGM' },
    });
  });

  test('who changes what it had seen is no conflict; who changes what it had not seen is one', async () => {
    const rule = federated();
    const [na, eu] = [await items('na', rule), await items('eu', rule)];
    await told(na, { ...bolt, name: 'Bolt' });
    await told(eu, { ...bolt, name: 'BOLT' });
    expect(await told(eu, { ...bolt, name: 'BOLT M8' })).toEqual(['accepted']);
    expect(await conflicts()).toEqual([]);
    expect(await told(na, { ...bolt, name: 'Bolt M10' })).toEqual(['kept aside']);
    expect(await golden()).toMatchObject({ names: { en: 'BOLT M8' } });
    expect((await conflicts()).map(([pointer, state]) => [pointer, state])).toEqual([['/names/en', 'open']]);
  });
});

async function told(inlet: Inlet, document: object): Promise<string[]> {
  const outcomes = await offer(line, inlet, document as never);
  return outcomes.map((each) => ('problem' in each ? each.problem.detail : each.outcome));
}

async function golden(): Promise<object> {
  const { rows } = await database.pool.query('select data from record');
  expect(rows).toHaveLength(1);
  return rows[0].data;
}

async function views(pointer: string): Promise<Record<string, unknown>> {
  const { rows } = await database.pool.query(
    `select system, view #>> string_to_array(ltrim($1, '/'), '/') as value from observation order by system`,
    [pointer],
  );
  return Object.fromEntries(rows.map(({ system, value }) => [system, value]));
}

async function conflicts(): Promise<string[][]> {
  const { rows } = await database.pool.query(
    'select pointer, state, "values" from conflict order by pointer',
  );
  return rows.map(({ pointer, state, values }) => [
    pointer,
    state,
    ...values.map(
      (v: { system: string; value: object; at?: string; stands?: true }) =>
        `${v.system}: ${JSON.stringify(v.value, Object.keys(v.value).sort())} ${v.at?.slice(0, 10)}${v.stands ? ' stands' : ''}`,
    ),
  ]);
}
