import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../server.testing.ts';
import type { SystemMaintenance } from './contract.ts';

let hub: TestServer;
beforeAll(async () => {
  hub = await testServer();
});
afterAll(() => hub.close());
beforeEach(() => hub.database.pool.query('truncate maintenance, audit'));

const HOUR = 3_600_000;
const say = (verb: string, body: object) => hub.ask('POST', `/operations/v1/maintenance/${verb}`, body);

async function standing(system = 'mes'): Promise<SystemMaintenance> {
  const { body } = await hub.ask('GET', `/operations/v1/maintenance?system=${system}`);
  return body.systems[0];
}

describe('maintenance', () => {
  test('a window announced from now on holds for as long as it lasts, with its reason and who said it', async () => {
    const { status, body } = await say('announce', { system: 'mes', lasts: '2h', reason: 'new line 4' });
    expect(status).toBe(200);
    expect(body.now.reason).toBe('new line 4');
    expect(Date.parse(body.now.to) - Date.parse(body.now.from)).toBe(2 * HOUR);
    expect(await standing()).toMatchObject({ said: [{ says: 'closed', by: 'admin', reason: 'new line 4' }] });
    const { rows } = await hub.database.pool.query('select actor, action, subject, details from audit');
    expect(rows).toMatchObject([{ actor: 'admin', action: 'maintenance.announce', subject: 'mes' }]);
    expect(rows[0].details).toMatchObject({ says: 'closed', to: body.now.to, reason: 'new line 4' });
  });

  test('times without a zone are those of the site', async () => {
    const { body } = await say('announce', {
      system: 'mes',
      from: '2099-06-07 22:00',
      to: '2099-06-08T03:30:00Z',
    });
    expect(body).toMatchObject({
      timeZone: 'America/Detroit',
      next: [{ from: '2099-06-08T02:00:00.000Z', to: '2099-06-08T03:30:00.000Z' }],
    });
    expect(body.now).toBeUndefined();
  });

  test('the present window is extended by a time or to one, and keeps its start and reason', async () => {
    const { now } = (await say('announce', { system: 'mes', lasts: '1h', reason: 'patches' })).body;
    const later = (await say('extend', { system: 'mes', by: '30m' })).body.now;
    expect(later).toEqual({ ...now, to: new Date(Date.parse(now.to) + HOUR / 2).toISOString() });
    const refused = await say('extend', { system: 'mes', to: now.to });
    expect(refused).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect(refused.body.detail).toContain(later.to);
  });

  test('the present window is ended, and one announced afterwards holds again', async () => {
    await say('announce', { system: 'mes', lasts: '3h' });
    expect((await say('end', { system: 'mes' })).body.now).toBeUndefined();
    expect((await say('announce', { system: 'mes', lasts: '1h' })).body.now).toBeDefined();
  });

  test('a window still to come is cancelled by its number or its start; what overlaps an announced one stays', async () => {
    const first = { system: 'mes', from: '2099-06-07 22:00', lasts: '2h' };
    await say('announce', first);
    const { said } = (await say('announce', { ...first, lasts: '4h' })).body;
    const shorter = (await say('cancel', { system: 'mes', id: said[1].id })).body.next;
    expect(shorter).toEqual([{ from: '2099-06-08T02:00:00.000Z', to: '2099-06-08T04:00:00.000Z' }]);
    expect((await say('cancel', { system: 'mes', from: shorter[0].from })).body.next).toEqual([]);
    const { rows } = await hub.database.pool.query(
      'select cancelled_by from maintenance where cancelled_at is not null',
    );
    expect(rows).toEqual([{ cancelled_by: 'admin' }]);
  });

  test.each([
    [
      'an end before its start',
      'announce',
      { system: 'mes', from: '2099-06-07 22:00', to: '2099-06-07 21:00' },
      400,
    ],
    ['a window that is over', 'announce', { system: 'mes', from: '2001-06-07 22:00', lasts: '1h' }, 400],
    ['neither end nor length', 'announce', { system: 'mes' }, 400],
    ['both end and length', 'announce', { system: 'mes', to: '2099-06-07 22:00', lasts: '1h' }, 400],
    ['no time', 'announce', { system: 'mes', to: 'tomorrow' }, 400],
    ['an interface that is not there', 'announce', { system: 'mes/confirmation', lasts: '1h' }, 404],
    ['a system that is not there', 'announce', { system: 'mse', lasts: '1h' }, 404],
    ['nothing to extend', 'extend', { system: 'mes', by: '1h' }, 400],
    ['nothing to end', 'end', { system: 'mes' }, 400],
    ['a window that is not there', 'cancel', { system: 'mes', from: '2099-06-07 22:00' }, 404],
    ['a number that is not there', 'cancel', { system: 'mes', id: 4711 }, 404],
  ])('%s is refused, and nothing is kept', async (_what, verb, body, status) => {
    const answer = await say(verb, body);
    expect(answer.status).toBe(status);
    expect(answer.body.advice).toMatch(/\w/);
    const { rows } = await hub.database.pool.query('select from maintenance union all select from audit');
    expect(rows).toEqual([]);
  });

  test('every system of the landscape is listed, also without a window', async () => {
    const { body } = await hub.ask('GET', '/operations/v1/maintenance');
    expect(body.systems.map(({ system }: SystemMaintenance) => system)).toEqual(['crm', 'na-erp', 'mes']);
    expect(body.systems[0]).toMatchObject({ next: [], said: [] });
  });
});
