import type { Log } from '../connectors/connector.ts';
import { column, fromColumns } from '../database/columns.ts';
import type { Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { QUALITY_CHANNEL } from '../ledger/wakeup.ts';
import { inboundPassed } from '../vocabulary/channels.ts';
import type { QualitySum } from './qualitySums.ts';

const EVERY_MS = 5000;

export interface QualityTally {
  /** Writes what is counted and not written yet. */
  flush(): Promise<void>;
  /** Writes the rest and stops counting. */
  close(): Promise<void>;
}

/**
 * Adds up what the checks find, by hour, interface and site, beside the line: written every few seconds, so that a message costs an addition
 * in memory. A process that is killed loses the counts of its last seconds; the findings themselves stand in the batch's transaction.
 */
export function createQualityTally(
  pool: Pool,
  entityOf: (id: string) => string | undefined,
  log: Log,
): QualityTally {
  let sums = new Map<string, QualitySum>();
  const onInbound = (message: unknown) => {
    const { interface: id, quality } = message as { interface: string; quality: Map<string, QualitySum> };
    const entity = entityOf(id);
    if (entity === undefined) return;
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();
    for (const [site, sum] of quality) add(sums, `${hour} ${id} ${site} ${entity}`, sum);
  };
  const writeSums = async () => {
    if (sums.size === 0) return;
    const writing = sums;
    sums = new Map();
    try {
      await write(pool, writing);
    } catch (error) {
      // Counted again with the next ones.
      for (const [name, sum] of writing) add(sums, name, sum);
      log.warn({ error: (error as Error).message }, 'quality is not counted yet, will be tried again');
    }
  };
  let written = Promise.resolve();
  // One after the other, so that who closes waits for what is being written.
  const flush = () => {
    written = written.then(writeSums);
    return written;
  };
  inboundPassed.subscribe(onInbound);
  const timer = setInterval(flush, EVERY_MS).unref();
  return {
    flush,
    close: async () => {
      clearInterval(timer);
      inboundPassed.unsubscribe(onInbound);
      await flush();
    },
  };
}

function add(sums: Map<string, QualitySum>, name: string, { checked, clean, rules }: QualitySum): void {
  const sum = sums.get(name) ?? { checked: 0, clean: 0, rules: new Map() };
  sums.set(name, sum);
  sum.checked += checked;
  sum.clean += clean;
  for (const [rule, found] of rules) sum.rules.set(rule, (sum.rules.get(rule) ?? 0) + found);
}

const HOURS = `
  insert into quality_hour (hour, interface, site, entity, checked, clean)
  select * from ${fromColumns(['timestamptz', 'text', 'text', 'text', 'bigint', 'bigint'])} as q (hour, interface, site, entity, checked, clean)
  order by 1, 2, 3
  on conflict (hour, interface, site) do update set checked = quality_hour.checked + excluded.checked,
    clean = quality_hour.clean + excluded.clean`;

const RULES = `
  insert into quality_rule_hour (hour, interface, site, rule, found)
  select * from ${fromColumns(['timestamptz', 'text', 'text', 'text', 'bigint'])} as q (hour, interface, site, rule, found)
  order by 1, 2, 3, 4
  on conflict (hour, interface, site, rule) do update set found = quality_rule_hour.found + excluded.found`;

async function write(pool: Pool, sums: ReadonlyMap<string, QualitySum>): Promise<void> {
  const hours = [...sums].map(([name, { checked, clean }]) => [...name.split(' '), checked, clean]);
  const rules = [...sums].flatMap(([name, sum]) =>
    [...sum.rules].map(([rule, found]) => [...name.split(' ').slice(0, 3), rule, found]),
  );
  await transaction(pool, async (connection, later) => {
    later(connection.query(HOURS, columns(hours, 6)));
    if (rules.length > 0) later(connection.query(RULES, columns(rules, 5)));
    later(connection.query(`notify ${QUALITY_CHANNEL}`));
  });
}

function columns(rows: readonly (string | number | undefined)[][], width: number): string[] {
  return Array.from({ length: width }, (_, i) => column(rows.map((row) => row[i])));
}
