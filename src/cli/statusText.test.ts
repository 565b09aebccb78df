import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { InterfaceStatus, SitesAnswer } from '../api/operations/contract.ts';
import { problem } from '../vocabulary/problem.ts';
import { printStatus } from './statusText.ts';

const plain = pc.createColors(false);

function printed(...interfaces: InterfaceStatus[]): string {
  const answer: SitesAnswer = {
    enterprise: 'Northfield',
    at: '2026-03-01T08:00:00.000Z',
    head: 1204,
    sites: [
      {
        code: 'detroit',
        kind: 'plant',
        region: 'na',
        timeZone: 'America/Detroit',
        systems: [{ code: 'mes', kind: 'mes', connector: 'mqtt', interfaces }],
      },
    ],
  };
  let text = '';
  printStatus(answer, { write: (part) => (text += part) }, plain);
  return text;
}

const source: InterfaceStatus = {
  id: 'mes/confirmations',
  direction: 'source',
  entity: 'productionConfirmation',
  state: 'running',
  allowedLagSeconds: 900,
  lagSeconds: 3725,
  perMinute: 12.5,
  totals: { accepted: 12_000, unchanged: 300, duplicate: 40, skipped: 5, proposed: 0, keptAside: 0 },
  failed: 4,
  open: { parked: 3, 'held-behind': 1, retrying: 1, waiting: 0 },
};

describe('status', () => {
  test('each interface is one line with its lag, rate, total and what waits', () => {
    const [head, row] = printed(source).split('\n');
    expect(head!.split(/\s{2,}/).slice(0, 6)).toEqual([
      'SITE',
      'SYSTEM',
      'INTERFACE',
      'ENTITY',
      'STATE',
      'LAG',
    ]);
    expect(row!.split(/\s{2,}/)).toEqual([
      ...['detroit', 'mes', 'confirmations ▸', 'productionConfirmation', 'running'],
      ...['1 h 2 min', '12.5', '12,345', '3', '2'],
    ]);
  });

  test('what is not known yet is a dash, not a nought', () => {
    const row = printed({ ...source, lagSeconds: null, perMinute: null }).split('\n')[1];
    expect(row!.split(/\s{2,}/).slice(5, 7)).toEqual(['–', '–']);
  });

  test('a failing interface says why below the table, and what to do', () => {
    const down = problem('target-unavailable', 'send', 'connection refused \u001b[2J');
    const text = printed({ ...source, state: 'failing', problem: down });
    expect(text).toContain(`✗ mes/confirmations: connection refused \uFFFD[2J — ${down.advice}`);
  });

  test('a held target says by what, until when, how much waits, and when it is caught up', () => {
    const target: InterfaceStatus = {
      ...source,
      id: 'erp/items',
      direction: 'target',
      state: 'held',
      totals: { delivered: 7 },
      failed: 0,
      hold: {
        state: 'held-window',
        reason: 'maintenance',
        since: '2026-03-01T07:00:00.000Z',
        until: '2026-03-01T10:10:00.000Z',
      },
      backlog: { entries: 12_400, how: 'counted', caughtUpAt: '2026-03-02T10:35:00.000Z' },
    };
    const at = (time: string) =>
      new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    const text = printed(target);
    expect(text).toContain(
      `‖ erp/items: held by maintenance until ${at('2026-03-01T10:10:00Z')} (in 2 h 10 min): 12,400 wait, caught up about Mon 2 Mar ${at('2026-03-02T10:35:00Z')}\n`,
    );
    expect(text).toContain('(1 held)');
    const unknown = { entries: 20_000, how: 'estimated', caughtUpAt: null, untold: 'rate-unknown' } as const;
    expect(printed({ ...target, backlog: unknown })).toContain('about 20,000 wait, no rate was measured yet');
    expect(printed({ ...source, state: 'held', hold: target.hold! })).toMatch(/\(in 2 h 10 min\)\n/);
  });

  test('what holds several interfaces of a system is said once, with what waits for each', () => {
    const hold = {
      state: 'held-circuit',
      reason: 'cannot be reached (connection refused)',
      since: '2026-03-01T07:58:00.000Z',
      until: '2026-03-01T08:00:12.000Z',
    } as const;
    const backlog = { entries: 7, how: 'counted', caughtUpAt: null, untold: 'end-unknown' } as const;
    const held = { ...source, direction: 'target', state: 'held', hold } as const;
    const none = { ...backlog, entries: 0, untold: 'nothing-waits' } as const;
    const text = printed({ ...held, id: 'mes/orders', backlog }, { ...held, id: 'mes/items', backlog: none });
    const at = (time: string) =>
      new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    expect(text).toContain(
      `‖ mes, 2 interfaces: held: cannot be reached (connection refused) since ${at(hold.since)}, asked again at ${at(hold.until)} (in 12 s)\n` +
        '    mes/orders: 7 wait, nobody knows how long\n\n',
    );
  });

  test('what several interfaces of a system meet is said once, without their names', () => {
    const met = (id: string): InterfaceStatus => ({
      ...source,
      id,
      state: 'failing',
      problem: problem('target-unavailable', 'receive', `${id}: read ECONNRESET`),
    });
    expect(printed(met('mes/a'), met('mes/b'))).toMatch(/^✗ mes, 2 interfaces: read ECONNRESET — /m);
    expect(printed(met('mes/a'))).toMatch(/^✗ mes\/a: read ECONNRESET — /m);
  });

  test('a target that has to catch up says when it will have', () => {
    const backlog = { entries: 500, how: 'counted', caughtUpAt: null, untold: 'arrivals-faster' } as const;
    expect(printed({ ...source, direction: 'target', backlog })).toContain(
      '… mes/confirmations: 500 wait, and more arrives than it takes',
    );
    expect(printed({ ...source, direction: 'target', lagSeconds: 2, backlog })).not.toContain('…');
  });

  test('the last line sums up and leads on to what is parked', () => {
    expect(printed(source).trimEnd().split('\n').at(-1)).toBe(
      'Northfield: 1 site, 1 system, 1 interface (1 running); 1,204 entries in the ledger; 3 parked: see `lineshaft parked groups`',
    );
  });
});
