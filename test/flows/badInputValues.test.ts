import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InboundLine } from '../../src/inbound.ts';
import type { Json, JsonObject } from '../../src/vocabulary/json.ts';
import { problemTypes } from '../../src/vocabulary/problem.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { offer, openInlet, type Spoken, testLine } from '../line.ts';

let database: TestDatabase;
let line: InboundLine;
let count = 0;
beforeAll(async () => {
  database = await testDatabase();
  line = testLine(database.pool);
  await offer(line, await openInlet(line, items), { no: 'GOOD' });
});
afterAll(() => database?.drop());

const items: Spoken = {
  system: 'erp',
  name: 'items',
  entity: 'item',
  map: `{ "localKey": no, "sourceVersion": version, "sourceChangedAt": changedAt, "changedBy": by, "key": stated,
          "status": "active", "number": number ? number : "N-" & id, "names": {"en": name ? name : "Pump " & id}, "revision": rev,
          "baseUnit": $code("unit", unit ? unit : "EA"), "origin": origin, "missingSince": date,
          "identifiers": gtin ? [{"scheme": "gtin", "value": gtin}] }`,
  settings: { order: 'group', identify: ['gtin'] },
};
const movements: Spoken = {
  system: 'erp',
  name: 'movements',
  entity: 'inventoryMovement',
  map: `{ "localKey": id, "occurredAt": at ? at : "2026-01-01T00:00:00Z", "recordedAt": "2026-01-01T00:00:00Z",
          "movementType": "otherReceipt", "item": {"item": $xref("item", item ? item : "GOOD")},
          "quantity": {"value": $decimal(qty ? qty : "1"), "unit": $code("unit", unit ? unit : "EA")},
          "refs": ref ? [{"entity": "productionOrder", "system": "erp", "number": ref}],
          "postingDate": day ? $date(day, "yyyy-MM-dd"), "note": note,
          "to": {"stockStatus": "unrestricted", "ownership": "own"} }`,
  settings: { order: 'group' },
};

const HUGE = 'K'.repeat(10_000);
const NESTED = Array.from({ length: 500 }).reduce<Json>((inner) => [inner], 'deep');

const hostile: [string, JsonObject, Spoken?][] = [
  ...['\u0000', '\u001e', '\u001f', '\ud800', '\u0085', '\n'].flatMap((c): [string, JsonObject][] => {
    const code = `U+${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const bad = `a${c}b`;
    return [
      [`a key with ${code}`, { no: bad }],
      [`an order value with ${code}`, { group: bad, unit: '??' }],
      [`a version with ${code}`, { version: bad }],
      [`a time of change with ${code}`, { changedAt: bad }],
      [`a user with ${code}`, { by: bad }],
      [`a canonical key with ${code}`, { stated: bad }],
      [`a number with ${code}`, { number: bad }],
      [`a name with ${code}`, { name: bad }],
      [`an identifier with ${code}`, { gtin: bad }],
      [`a unit with ${code}`, { unit: bad }],
      [`a revision with ${code}`, { rev: bad }],
      [`an id of a message with ${code}`, { _id: bad }],
    ];
  }),
  ...(['\u0000', '\u001e', '\u001f', '\ud800'] as const).flatMap((c): [string, JsonObject, Spoken][] => {
    const code = `U+${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const bad = `a${c}b`;
    return [
      [`a fact with ${code} in its id`, { id: bad }, movements],
      [`a fact with ${code} in its item`, { item: bad }, movements],
      [`a fact with ${code} in its order`, { ref: bad }, movements],
      [`a fact with ${code} in its note`, { note: bad }, movements],
      [`a fact with ${code} in its quantity`, { qty: bad }, movements],
      [`a fact with ${code} in its time`, { at: bad }, movements],
      [`a fact with ${code} in its day`, { day: bad }, movements],
    ];
  }),
  ...([HUGE, NESTED, {}, [], true, -0, 1e21, '', ' '] as Json[]).flatMap(
    (value): [string, JsonObject, Spoken?][] => {
      const shown = JSON.stringify(value).slice(0, 12);
      return [
        [`${shown} as a key`, { no: value }],
        [`${shown} as an order value`, { group: value, unit: '??' }],
        [`${shown} as a version`, { version: value }],
        [`${shown} as a time of change`, { changedAt: value }],
        [`${shown} as a canonical key`, { stated: value }],
        [`${shown} as a name`, { name: value }],
        [`${shown} as an identifier`, { gtin: value }],
        [`${shown} as a unit`, { unit: value }],
        [`${shown} as an item`, { item: value }, movements],
        [`${shown} as a quantity`, { qty: value }, movements],
        [`${shown} as an instant`, { at: value }, movements],
        [`${shown} as a fact's id`, { id: value }, movements],
      ];
    },
  ),
  ...['NaN', '1e999', 'Infinity', '-1e-999', '0x10', '1,5', '1.2.3', '9'.repeat(5000), '1e400000', '--1'].map(
    (qty): [string, JsonObject, Spoken] => [`a quantity of ${qty.slice(0, 12)}`, { qty }, movements],
  ),
  ...[
    '0000-00-00',
    '2026-02-30',
    '9999-99-99',
    '0000-01-01T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:60Z',
    '12026-01-01T00:00:00Z',
    'infinity',
    'now',
  ].flatMap((time): [string, JsonObject, Spoken?][] => [
    [`a time of change of ${time}`, { changedAt: time }],
    [`an instant of ${time}`, { at: time }, movements],
    [`a day of ${time}`, { day: time }, movements],
  ]),
];

test.each(hostile)(
  '%s parks alone or is kept: its neighbours in the batch go on',
  async (_what, value, spoken = items) => {
    const n = ++count;
    const inlet = await openInlet(line, { ...spoken, name: `${spoken.name}${n}` });
    const neighbour = (side: string) => ({ no: `${side}${n}`, id: `${side}${n}`, _id: `${side}${n}` });
    const outcomes = await offer(
      line,
      inlet,
      neighbour('a'),
      { no: `x${n}`, id: `x${n}`, ...value },
      neighbour('b'),
    );
    expect([outcomes[0]!.outcome, outcomes[2]!.outcome]).toEqual(['accepted', 'accepted']);
    const outcome = outcomes[1]!;
    if (outcome.outcome !== 'parked') return expect(outcome.outcome).toBe('accepted');
    expect(problemTypes).toHaveProperty(outcome.problem.code);
    expect(outcome.problem.code).not.toBe('hub-defect');
    expect(outcome.problem.advice).not.toBe('');
    expect(outcome.problem.detail.length).toBeLessThanOrEqual(1000);
    const { rows } = await database.pool.query('select code, state from parked where interface = $1', [
      inlet.interface.id,
    ]);
    expect(rows[0]).toMatchObject({ code: outcome.problem.code, state: 'parked' });
  },
);
