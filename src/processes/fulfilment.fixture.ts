import type { Process } from 'lineshaft/process';

interface Known {
  order: string;
  lines: number;
  shipment?: string;
}

/** Of several parts of one chart: what is said once. */
const isNow =
  (status: string): Guard =>
  ({ event }) =>
    event.data.record.status === status;

type Guard = (asked: { event: { data: { record: { status: string } } } }) => boolean;

const blocked = { on: { release: { to: 'picking' } } };

export default {
  process: 'fulfilment',
  about: 'salesOrder',
  parameters: { pickWithin: { type: 'duration', default: '4h' } },
  start: { on: 'salesOrder.changed', when: isNow('confirmed') },
  context: ({ event }) => ({ order: event.subject, lines: event.data.record.lines.length }),
  keys: ({ context }) => [context.order, context.shipment],
  initial: 'picking',
  states: {
    picking: {
      within: 'pickWithin',
      enter: ['pick'],
      on: {
        'shipment.changed': {
          when: isNow('picked'),
          to: 'shipping',
          set: ({ event }) => ({ shipment: event.subject }),
        },
        'pick.refused': { to: 'blocked' },
        recount: { set: '{ "lines": event.data.lines }' },
      },
    },
    shipping: {
      on: { 'shipment.changed': { when: isNow('shipped'), to: 'shipped' } },
      after: { '2d': { to: 'blocked' } },
    },
    blocked,
    shipped: { final: true },
  },
  commands: {
    pick: {
      entity: 'salesOrder',
      verb: 'pick',
      key: ({ context }) => context.order,
      data: ({ context }) => ({ lines: context.lines, on: new Date('2026-01-01').toISOString() }),
      undo: 'unpick',
    },
    unpick: { entity: 'salesOrder', verb: 'unpick', key: 'context.order' },
  },
} satisfies Process<Known>;
