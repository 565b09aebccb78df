import type { Queryable } from '../database/pool.ts';
import { allInterfaces } from '../landscape/allInterfaces.ts';
import type { Interface, Landscape, System, TargetInterface } from '../landscape/landscape.ts';
import type { Instant } from '../vocabulary/json.ts';
import { type Flow, forecast, type Untold } from './forecast.ts';
import type { Rates } from './rates.ts';
import type { HoldStatus, InterfaceStatus } from './status.ts';

/** What waits in the ledger for a target, and when it will have it. */
export interface Backlog {
  /** Of its entity, those out of its scope included. */
  entries: number;
  /** `estimated`: more than are counted, from their share of the ledger. */
  how: 'counted' | 'estimated';
  caughtUpAt: Instant | null;
  /** Why nothing can be told. */
  untold?: Untold;
}

/** Beyond so many the rest is estimated. */
const COUNTED = 10_000;

/** How many entries wait for each target, by interface. */
export async function readWaiting(
  db: Queryable,
  targets: readonly TargetInterface[],
): Promise<Map<string, Pick<Backlog, 'entries' | 'how'>>> {
  const { rows } = await db.query<{ name: string; entries: number; span: number; rest: number }>({
    name: 'backlog-waiting',
    text: `select s.name, near.entries, near.last - s.position as span, h.position - s.position as rest
           from ledger_head h, unnest($1::text[], $2::text[]) as wanted (name, entity)
           join subscription s using (name)
           cross join lateral (
             select count(*) as entries, max(next.position) as last from (
               select l.position from ledger l
               where (l.entity, l.position) > (wanted.entity, s.position) and l.entity <= wanted.entity
                 and l.position > s.position
               order by l.entity, l.position limit ${COUNTED}
             ) next
           ) near`,
    values: [targets.map(({ id }) => id), targets.map(({ entity }) => entity)],
  });
  return new Map(
    rows.map(({ name, entries, span, rest }) => [
      name,
      entries < COUNTED
        ? { entries, how: 'counted' }
        : { entries: Math.round((entries * rest) / span), how: 'estimated' },
    ]),
  );
}

/** Entries a minute that a target took while it was sent to, lately: not how often there was something to send. */
export async function readAbility(db: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const { rows } = await db.query<{ name: string; rate: number | null }>({
    name: 'backlog-ability',
    text: `select s.name, (sum(r.entries) / nullif(sum(r.seconds), 0) * 60)::float8 as rate
           from subscription s cross join lateral (
             select cardinality(positions) as entries, extract(epoch from received_at - sent_at) as seconds
             from receipt where subscription = s.id order by first desc limit 100
           ) r
           where s.name = any($1) group by s.name`,
    values: [names],
  });
  return new Map(rows.flatMap(({ name, rate }) => (rate === null ? [] : [[name, rate]])));
}

/** The backlog of every target of the landscape that a hub has worked. */
export async function readBacklogs(
  db: Queryable,
  landscape: Landscape,
  statuses: ReadonlyMap<string, InterfaceStatus>,
  rates: Rates,
  now: number,
): Promise<Map<string, Backlog>> {
  const interfaces = allInterfaces(landscape);
  const targets = interfaces.filter((each) => each.direction === 'target');
  const arrivals = arrivalsByEntity(interfaces, rates);
  const waiting = await readWaiting(db, targets);
  const some = targets.filter(({ id }) => (waiting.get(id)?.entries ?? 0) > 0);
  const measured = await readAbility(
    db,
    some.map(({ id }) => id),
  );
  const backlogOf = (target: TargetInterface, counted: Pick<Backlog, 'entries' | 'how'>): Backlog => {
    const system = landscape.systems.get(target.system)!;
    const leaving = rates.lately(target.id);
    const flow: Flow = {
      waiting: counted.entries,
      arriving: arriving(target, arrivals),
      ...optional('leaving', leaving),
      ...optional('able', ability(target, system, waiting, measured.get(target.id))),
      ...optional('hold', stillness(statuses.get(target.id)?.hold, leaving)),
    };
    const found = forecast(flow, now);
    return 'untold' in found
      ? { ...counted, caughtUpAt: null, untold: found.untold }
      : { ...counted, caughtUpAt: new Date(found.caughtUpAt).toISOString() };
  };
  return new Map(
    targets.flatMap((target) => {
      const counted = waiting.get(target.id);
      return counted ? [[target.id, backlogOf(target, counted)]] : [];
    }),
  );
}

/**
 * How long nothing leaves. When an open circuit is asked again says nothing about when the system is back. A system that asks for short
 * pauses again and again does drain: what left lately tells how fast.
 */
export function stillness(hold: HoldStatus | undefined, leaving: number | undefined): Flow['hold'] {
  if (!hold || (hold.state === 'held-throttle' && leaving)) return undefined;
  const isOpen = hold.state === 'held-circuit';
  return isOpen || hold.until === undefined ? {} : { until: Date.parse(hold.until) };
}

/** What each source brings in, entries a minute. */
type Arrivals = ReadonlyMap<string, { system: string; perMinute: number }[]>;

function arrivalsByEntity(interfaces: readonly Interface[], rates: Rates): Arrivals {
  const sources = interfaces.filter(({ direction }) => direction === 'source');
  const told = sources.map(({ id, entity, system }) => ({
    entity,
    system,
    perMinute: rates.acceptedPerMinute(id) ?? 0,
  }));
  return Map.groupBy(told, ({ entity }) => entity);
}

/** What the sources of its entity bring in, but for those of its own system. */
function arriving({ entity, system }: TargetInterface, arrivals: Arrivals): number {
  const others = (arrivals.get(entity) ?? []).filter((each) => each.system !== system);
  return others.reduce((sum, { perMinute }) => sum + perMinute, 0);
}

/** The system's declared limit, shared as its interfaces need it; less when it was seen to take less. */
function ability(
  target: TargetInterface,
  { limits, interfaces }: System,
  waiting: ReadonlyMap<string, { entries: number }>,
  measured: number | undefined,
): number | undefined {
  if (limits.perSecond === undefined) return measured;
  const all = [...interfaces.values()].reduce((sum, { id }) => sum + (waiting.get(id)?.entries ?? 0), 0);
  const share = (limits.perSecond * 60 * waiting.get(target.id)!.entries) / Math.max(1, all);
  return Math.min(share, measured ?? share);
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [name in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
}
