import { expect, test } from 'vitest';
import { chartOf } from './chart.testing.ts';
import { commandEntry } from './commands.ts';

const chart = chartOf(`process: p
about: salesOrder
start: { on: salesOrder.changed }
context: '{}'
keys: '[]'
initial: open
states: { open: { enter: [pick] } }
commands: { pick: { entity: shipment, verb: pick, key: context.order } }
`);

test('a command says its site to the ledger, so that only the targets of that site take it', () => {
  expect(entryOf({ site: 'toledo', lines: 1 })).toMatchObject({
    id: 'p~so~1#1.1',
    type: 'command.shipment.pick',
    entity: 'shipment',
    subject: 'shp~1',
    site: 'toledo',
    mentions: ['so~1'],
  });
  expect(entryOf({})).not.toHaveProperty('site');
});

function entryOf(data: { site?: string; lines?: number }) {
  const process = { machines: new Map([[1, { chart }]]) } as never;
  const instance = { id: 'p~so~1', version: 1, about: 'so~1' } as never;
  const given = { name: 'pick', n: '1.1', key: 'shp~1', data };
  return commandEntry(process, { instance, given, at: '2026-03-01T12:00:00.000Z' });
}
