import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, start } from '../../examples/five-sites/start.ts';
import { openHub } from '../../src/cli/hub.ts';
import type { Config } from '../../src/config.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { freePort } from '../../src/database/freePort.ts';
import { readStatus } from '../../src/observability/status.ts';
import { trace } from '../../src/observability/trace.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { temporaryFolder, until } from '../process.ts';

/** What is told oddly and does no harm: it is absorbed, or taken with a warning. */
const harmless = new Set(['padding', 'duplicate', 'late']);

describe('Northfield, with its eleven systems', () => {
  let database: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let config: Config;
  let running: Running;

  beforeAll(async () => {
    const dataFolder = await temporaryFolder('five-sites');
    database = await startEmbeddedPostgres(dataFolder, ['fsync=off']);
    const port = await freePort();
    config = {
      host: '127.0.0.1',
      port,
      databaseUrl: database.url,
      dataFolder,
      logLevel: 'error',
      url: `http://127.0.0.1:${port}`,
      environment: {},
    };
    running = await open();
  });

  afterAll(async () => {
    await running?.stop();
    await database?.stop();
  });

  test('each ERP comes to have what the other has: items, bills of material, customers, suppliers', async () => {
    const expected = { bom: 400, customer: 300, supplier: 120 };
    await until(async () => {
      const [american, european] = [await known('na-erp'), await known('eu-erp')];
      const items = await count(`select count(*)::int as n from record where entity = 'item'`);
      return [american, european].every(
        (of) =>
          of['item'] === items &&
          items > 1900 &&
          Object.entries(expected).every(([entity, n]) => of[entity] === n),
      );
    });
  });

  test('every system is heard or told, and none lags behind', async () => {
    await until(async () => {
      const sites = await readStatus(running.hub.pool, running.hub.landscape);
      const systems = sites.flatMap((site) => site.systems);
      const interfaces = systems.flatMap((system) => system.interfaces);
      return (
        systems.length === 11 &&
        interfaces.every((i) => i.state === 'running' && i.lagSeconds !== null && i.lagSeconds < 60)
      );
    });
  });

  test('an order of the CRM goes into the ERP of its company, and its shipment comes back to the CRM', async () => {
    for (const [company, erp] of [
      ['us01', 'na-erp'],
      ['de01', 'eu-erp'],
    ] as const) {
      await eventually('salesOrder', { company }, [
        `${erp}/order-entry`,
        'crm/milestones',
        'crm/order-status',
      ]);
    }
  });

  test('a production order goes to its plant, and what the plant reports comes back', async () => {
    for (const [plant, erp] of [
      ['detroit', 'na-erp'],
      ['monterrey', 'na-erp'],
      ['toledo', 'na-erp'],
      ['stuttgart', 'eu-erp'],
      ['gdansk', 'eu-erp'],
    ] as const) {
      await eventually('productionOrder', { site: plant }, [
        `mes-${plant}/orders`,
        `${erp}/confirmations`,
        `${erp}/movements`,
        'planning/confirmations',
        'planning/movements',
      ]);
    }
  });

  test('pumps of the European ERP are asked of the American one, which takes them over', async () => {
    await until(async () => {
      const [requests] = await rows(
        `select count(*) filter (where state = 'taken over')::int as taken, count(*) filter (where kind = 'new')::int as new,
                count(*) filter (where interface <> 'eu-erp/items' or authority <> 'na-erp')::int as others from change_request`,
      );
      return Number(requests!['taken']) > 0 && Number(requests!['new']) > 0 && requests!['others'] === 0;
    });
    const told = await rows(
      `select distinct system from ledger where type = 'item.changed' and data::jsonb @> '{"record": {"classifications": [{"scheme": "segment", "code": "pumps"}]}}'`,
    );
    expect(told.map(({ system }) => system)).toEqual(['na-erp']);
  });

  test("what the American ERP believes to lie in Columbus is kept aside while the mainframe's count is heard", async () => {
    await until(async () => (await aside('na-erp/columbus-stock')) > 0);
    const told = await rows(
      `select distinct system from ledger where entity = 'inventoryPosition' and site = 'columbus'`,
    );
    expect(told.map(({ system }) => system)).toEqual(['wms-columbus']);
  });

  test('what parks is what was told wrong on purpose', async () => {
    await until(
      async () =>
        (await count(
          `select count(*)::int as n from parked where direction = 'out' and state <> 'delivered'`,
        )) === 0,
      60,
    );
    const parked = await count(
      `select count(distinct coalesce(document::text, raw))::int as n from parked where state <> 'delivered' and code <> 'reference-unknown'`,
    );
    expect(parked).toBeGreaterThan(0);
    expect(parked).toBeLessThanOrEqual(await toldWrong());
  });

  test('a second start goes on where the first one stopped', async () => {
    await running.stop();
    running = await open();
    const before = await count('select position::int as n from ledger_head');
    const made = () =>
      count(`select count(*)::int as n from ledger where entity = 'item' and data->>'change' = 'created'`);
    const items = await made();
    await until(async () => (await count('select position::int as n from ledger_head')) > before + 50);
    expect(await made()).toBe(items);
  });

  function open(): Promise<Running> {
    const asked = new AbortController().signal;
    return start({
      config,
      ports: 'free',
      openHub: (landscape, config) => openHub(landscape, config, asked),
      tell: async () => {},
      progress: () => {},
    });
  }

  async function rows(text: string): Promise<JsonObject[]> {
    return (await running.hub.pool.query<JsonObject>(text)).rows;
  }

  function aside(name: string): Promise<number> {
    return count(`select kept_aside::int as n from source where name = '${name}'`);
  }

  async function count(text: string): Promise<number> {
    const { rows } = await running.hub.pool.query<{ n: number }>(text);
    return rows[0]!.n;
  }

  /** How many things a system keeps, by entity. */
  async function known(system: string): Promise<Record<string, number>> {
    const { rows } = await running.hub.pool.query<{ entity: string; n: number }>(
      'select entity, count(distinct key)::int as n from observation where system = $1 group by entity',
      [system],
    );
    return Object.fromEntries(rows.map(({ entity, n }) => [entity, n]));
  }

  /** Waits for a record of the kind whose journey went through all of these targets. */
  async function eventually(entity: string, kind: JsonObject, targets: string[]): Promise<void> {
    const { pool, landscape } = running.hub;
    await until(async () => {
      const { rows } = await pool.query<{ key: string }>(
        'select key from record where entity = $1 and data::jsonb @> $2 order by key limit 20',
        [entity, kind],
      );
      for (const { key } of rows) {
        const { journeys } = await trace(pool, landscape, key, { rawLimit: 0 });
        const steps = journeys.flatMap((journey) => journey.steps);
        const told = new Set(steps.map((step) => (step.kind === 'delivered' ? step.interface : '')));
        if (targets.every((target) => told.has(target))) return true;
      }
      return false;
    });
  }

  /** What the systems say they told wrong. */
  async function toldWrong(): Promise<number> {
    const tallies = await Promise.all(
      Object.values(running.northfield.controls).map(
        async (control) => (await (await fetch(`${control}/tally`)).json()) as Tally,
      ),
    );
    const reasons = tallies.flatMap(({ emitted }) =>
      Object.values(emitted).flatMap(({ dirty }) => Object.entries(dirty)),
    );
    return reasons.reduce((sum, [reason, n]) => sum + (harmless.has(reason) ? 0 : n), 0);
  }
});

interface Tally {
  emitted: Record<string, { dirty: Record<string, number> }>;
}
