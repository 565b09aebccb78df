import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { SystemMaintenance } from '../api/operations/maintenance/contract.ts';
import { printMaintenance, standing } from './maintenanceText.ts';

const at = '2026-06-07T07:50:00.000Z';
const erp: SystemMaintenance = {
  system: 'na-erp',
  timeZone: 'America/Detroit',
  now: { from: '2026-06-07T06:00:00.000Z', to: '2026-06-07T10:00:00.000Z', reason: 'weekly backup' },
  next: [{ from: '2026-06-14T06:00:00.000Z', to: '2026-06-14T10:00:00.000Z' }],
  said: [],
};

function printed(...systems: SystemMaintenance[]): string[] {
  let text = '';
  printMaintenance({ at, systems }, { write: (part) => (text += part) }, pc.createColors(false));
  return text.split('\n');
}

describe('maintenance list', () => {
  test('each window is one line, at the time of the site, with what is left of it or how far it is', () => {
    const [, now, next] = printed(erp).map((line) => line.split(/\s{2,}/));
    expect(now).toEqual([
      'na-erp',
      'now',
      '02:00',
      '06:00',
      '2 h 10 min left',
      'America/Detroit',
      'weekly backup',
    ]);
    expect(next!.slice(0, 5)).toEqual(['na-erp', 'next', 'Sun 14 Jun 02:00', 'Sun 14 Jun 06:00', '6 d 22 h']);
  });

  test('what people said stands below, with the number to cancel it by', () => {
    const word = { id: 7, says: 'open', by: 'admin', at, from: at, to: '2026-06-07T10:00:00.000Z' } as const;
    expect(printed({ ...erp, said: [word] })).toContain(
      '  #7 na-erp: open after all 03:50 – 06:00, by admin',
    );
  });

  test('without a window it says so', () => {
    expect(printed({ ...erp, now: undefined, next: [] } as unknown as SystemMaintenance)[0]).toBe(
      'No maintenance window is declared or announced',
    );
  });
});

test('after a word the standing is one sentence', () => {
  const { now: _now, ...open } = erp;
  expect(standing(erp, Date.parse(at))).toBe(
    'na-erp is in maintenance until 06:00 America/Detroit (2 h 10 min left)',
  );
  expect(standing(open, Date.parse(at))).toBe('na-erp is open; next window Sun 14 Jun 02:00 America/Detroit');
});
