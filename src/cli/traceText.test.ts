import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { Step, Trace } from '../observability/trace/journey.ts';
import { problem } from '../vocabulary/problem.ts';
import { traceText } from './traceText.ts';

const plain = pc.createColors(false);
const thing = { entity: 'salesOrder', key: 'so~crm~4711' };

const steps: Step[] = [
  {
    kind: 'received',
    ...thing,
    at: '2026-03-01T08:00:00.100Z',
    interface: 'crm/orders',
    origin: 'POST /in/crm/orders',
    raw: '{"no":\n "4711"}',
    rawLength: 15,
    mapping: 'systems/crm/orders.in.jsonata',
  },
  {
    kind: 'recorded',
    ...thing,
    at: '2026-03-01T08:00:00.120Z',
    position: 7,
    type: 'salesOrder.changed',
    system: 'crm',
    site: 'chicago',
    time: '2026-03-01T07:59:00.000Z',
    version: 2,
    change: 'updated',
    changed: ['/status'],
  },
  {
    kind: 'delivered',
    ...thing,
    at: '2026-03-02T00:00:01.000Z',
    interface: 'na-erp/orders',
    position: 7,
    sentAt: '2026-03-02T00:00:00.750Z',
    milliseconds: 250,
    attempts: 2,
    replay: 3,
    sha256: 'c0ffee',
    same: true,
    localKey: 'A-9',
    detail: 'created',
  },
  {
    kind: 'held',
    ...thing,
    at: '2026-03-02T00:00:02.000Z',
    id: 31,
    direction: 'out',
    interface: 'planning/orders',
    state: 'parked',
    problem: problem('target-rejected', 'send', 'quota used up'),
    position: 7,
    attempts: 2,
    tries: [
      {
        at: '2026-03-02T00:00:01.500Z',
        problem: problem('target-unavailable', 'send', 'connection refused'),
      },
      { at: '2026-03-02T00:00:02.000Z', problem: problem('target-rejected', 'send', 'quota used up') },
    ],
  },
  { kind: 'passed', ...thing, at: '2026-03-02T00:00:03.000Z', interface: 'wms/orders', position: 7 },
  {
    kind: 'waiting',
    ...thing,
    at: '2026-03-01T08:00:00.120Z',
    interface: 'eu-erp/orders',
    position: 7,
    lagSeconds: 90,
    hold: {
      state: 'held-circuit',
      reason: 'cannot be reached (connection refused)',
      since: '2026-03-02T00:00:01.000Z',
      until: '2026-03-02T00:00:30.000Z',
    },
    conditional: false,
  },
];

const trace: Trace = {
  asked: '4711',
  matches: [{ ...thing, by: 'number' }],
  journeys: [
    {
      ...thing,
      localKeys: [
        { system: 'crm', localKey: '4711' },
        { system: 'na-erp', localKey: 'A-9' },
      ],
      related: [{ entity: 'productionOrder', key: 'pro~na-erp~100', relation: 'named by' }],
      steps,
      truncated: false,
    },
  ],
  held: [],
};

const text = (told: Trace, view = {}) => traceText(told, { raw: false, passed: false, ...view }, plain);

describe('trace', () => {
  test('reads as the journey went, with times, documents, keys and what to do', () => {
    expect(text(trace)).toBe(`salesOrder so~crm~4711 found by number
  known as  crm 4711, na-erp A-9
  named by  productionOrder pro~na-erp~100

2026-03-01 (UTC)
08:00:00.100  received    crm/orders  POST /in/crm/orders
                          {"no": "4711"}
                          mapped by systems/crm/orders.in.jsonata
08:00:00.120  recorded    #7 salesOrder.changed so~crm~4711 version 2 updated by crm, chicago
                          changed /status
2026-03-02 (UTC)
00:00:01.000  delivered   na-erp/orders  #7 so~crm~4711 in 250 ms, attempt 2
                          delivered again by replay 3
                          there: key A-9, created
                          today the same would be sent, byte for byte
00:00:02.000  parked      planning/orders  #7 so~crm~4711 (message 31, attempts 2)
                          2026-03-02 00:00:01 target-unavailable: connection refused
                          target-rejected: quota used up
                          → Read the words of the target, correct the data or the mapping, then replay.
              waiting     eu-erp/orders  #7 so~crm~4711 (lag 1 min 30 s)
                          held-circuit since 2026-03-02 00:00:01: cannot be reached (connection refused), asked again at 2026-03-02 00:00:30
`);
  });

  test('a delivery of which something else would be sent today says so', () => {
    const other = { ...steps[2]!, same: false } as Step;
    expect(text({ ...trace, journeys: [{ ...trace.journeys[0]!, steps: [other] }] })).toContain(
      'today something else would be sent: the mapping, a code list or a key has changed since',
    );
  });

  test('whole documents and targets left out come when asked for', () => {
    expect(text(trace, { raw: true })).toContain('{"no":\n                           "4711"}');
    expect(text(trace, { passed: true })).toContain('passed      wms/orders');
  });

  test('a key of several things lists them all before their journeys', () => {
    const matches = [...trace.matches, { entity: 'item', key: 'itm_1', by: 'key in na-erp' }];
    expect(text({ ...trace, matches })).toMatch(
      /^4711 names 2 things; --entity narrows it:\n.*\n {2}item itm_1/,
    );
  });

  test('control characters of a document do not reach the terminal', () => {
    const received = { ...steps[0]!, raw: '\u001b]0;owned\u0007', origin: 'a\u001b[31mb' } as Step;
    const journeys = [{ ...trace.journeys[0]!, steps: [received] }];
    for (const raw of [true, false])
      expect(text({ ...trace, journeys }, { raw })).not.toMatch(/[\u0007\u001b]/);
  });

  test('a key that only a held message names shows that message', () => {
    const held = { ...trace, matches: [], journeys: [], held: [steps[3] as Trace['held'][number]] };
    expect(text(held)).toMatch(/^Held messages that name 4711\n[\s\S]*quota used up/);
  });
});
