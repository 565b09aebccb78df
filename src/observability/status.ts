import type { Queryable } from '../database/pool.ts';
import { allInterfaces } from '../landscape/allInterfaces.ts';
import type { Interface, Landscape, System } from '../landscape/landscape.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { HoldState, OpenState } from '../vocabulary/states.ts';

/**
 * `stopped`: no hub works it. `held`: a hub does, and waits for a window, a circuit or a limit. `failing`: a hub does, and the last attempt met
 * a problem.
 */
export type InterfaceState = 'running' | 'held' | 'failing' | 'stopped';

/** What holds an interface. */
export interface HoldStatus {
  state: HoldState;
  reason: string;
  since: Instant;
  until?: Instant;
}

/** What becomes of the messages of a source. */
type SourceOutcome = 'accepted' | 'unchanged' | 'duplicate' | 'skipped' | 'proposed' | 'keptAside';

export interface InterfaceStatus {
  id: string;
  direction: 'source' | 'target';
  entity: string;
  state: InterfaceState;
  hold?: HoldStatus;
  problem?: Problem;
  /**
   * Source: now − watermark; null: it has not told how far it is. Target: how long the oldest entry of its entity waits that it has not
   * come to; 0: none waits.
   */
  lagSeconds: number | null;
  watermark?: Instant;
  /** When the source last answered, also with nothing. */
  seenAt?: Instant;
  /** Target: up to where it has read the ledger. */
  position?: number;
  deliveredAt?: Instant;
  /** Since the interface was added. */
  totals: Record<SourceOutcome, number> | { delivered: number };
  /** Attempts at messages that came to nothing, since the interface was added. */
  failed: number;
  open: Record<OpenState, number>;
  /** Of the parked: new things that lack what the target requires. */
  incomplete?: number;
}

export interface SystemStatus {
  code: string;
  kind: System['kind'];
  title?: string;
  connector: string;
  interfaces: InterfaceStatus[];
}

export interface SiteStatus {
  code: string;
  kind: string;
  region: string;
  /** IANA. */
  timeZone: string;
  systems: SystemStatus[];
}

/** How every site, system and interface of the landscape stands, in the landscape's order. */
export async function readStatus(db: Queryable, landscape: Landscape): Promise<SiteStatus[]> {
  const interfaces = allInterfaces(landscape);
  const [sources, targets, open] = await Promise.all([
    readSources(db),
    readTargets(db, interfaces),
    readOpen(db),
  ]);
  const statusOf = (declared: Interface): InterfaceStatus => ({
    ...(declared.direction === 'source'
      ? sourceStatus(sources.get(declared.id))
      : targetStatus(targets.get(declared.id))),
    id: declared.id,
    direction: declared.direction,
    entity: declared.entity,
    open: { parked: 0, 'held-behind': 0, retrying: 0, waiting: 0 },
    ...open.get(declared.id),
  });
  return [...landscape.sites.values()].map(({ code, kind, region, timeZone }) => ({
    code,
    kind,
    region,
    timeZone,
    systems: [...landscape.systems.values()]
      .filter((system) => system.site === code)
      .map((system) => ({
        code: system.code,
        kind: system.kind,
        ...(system.title !== undefined && { title: system.title }),
        connector: system.connector,
        interfaces: [...system.interfaces.values()].map(statusOf),
      })),
  }));
}

/** What `HOLD` reads of a row of `source` or `subscription`. */
export interface HoldRow {
  hold: HoldState | null;
  hold_reason: string;
  hold_since: Instant;
  hold_until: Instant | null;
  worked: boolean;
}

interface Worked extends HoldRow {
  name: string;
  problem: Problem | null;
  lag: number | null;
  failed: number;
}

interface SourceRow extends Worked {
  watermark: Instant | null;
  seen_at: Instant | null;
  accepted: number;
  unchanged: number;
  duplicate: number;
  skipped: number;
  proposed: number;
  keptAside: number;
}

interface TargetRow extends Worked {
  position: number;
  delivered: number;
  delivered_at: Instant | null;
}

/** A worker that waits out a failure lets its lease lapse for a while; it is not gone. */
const WORKED = `(holder is not null and lease_until > now() - interval '1 minute') as worked`;
export const HOLD = `hold, hold_reason, hold_since, hold_until, ${WORKED}`;

async function readSources(db: Queryable): Promise<Map<string, SourceRow>> {
  const { rows } = await db.query<SourceRow>({
    name: 'status-sources',
    text: `select name, problem, ${HOLD}, extract(epoch from now() - watermark)::float8 as lag, watermark, seen_at,
                  accepted, unchanged, duplicate, skipped, proposed, kept_aside as "keptAside", failed
           from source`,
  });
  return new Map(rows.map((row) => [row.name, row]));
}

/**
 * The next entry of an entity is asked for by comparing rows, so that only the index on (entity, position) can answer: by the position alone
 * PostgreSQL would walk past every entry of the other entities.
 */
async function readTargets(db: Queryable, interfaces: readonly Interface[]): Promise<Map<string, TargetRow>> {
  const targets = interfaces.filter(({ direction }) => direction === 'target');
  const { rows } = await db.query<TargetRow>({
    name: 'status-targets',
    text: `select s.name, s.problem, ${HOLD}, s.position, s.delivered, s.delivered_at, s.failed,
                  coalesce(extract(epoch from now() - next.recorded_at), 0)::float8 as lag
           from unnest($1::text[], $2::text[]) as wanted (name, entity)
           join subscription s using (name)
           left join lateral (
             select l.recorded_at from ledger l
             where (l.entity, l.position) > (wanted.entity, s.position) and l.entity <= wanted.entity
               and l.position > s.position
             order by l.entity, l.position limit 1
           ) next on true`,
    values: [targets.map(({ id }) => id), targets.map(({ entity }) => entity)],
  });
  return new Map(rows.map((row) => [row.name, row]));
}

const sumOf = (condition: string) => `coalesce(sum(messages) filter (where ${condition}), 0)::bigint`;

async function readOpen(db: Queryable): Promise<Map<string, Pick<InterfaceStatus, 'open' | 'incomplete'>>> {
  const { rows } = await db.query<{ interface: string; incomplete: number } & InterfaceStatus['open']>({
    name: 'status-open',
    text: `select interface, ${sumOf("state = 'parked'")} as parked, ${sumOf("state = 'held-behind'")} as "held-behind",
                  ${sumOf("state = 'retrying'")} as retrying, ${sumOf("state = 'waiting'")} as waiting,
                  ${sumOf("state = 'parked' and code = 'incomplete'")} as incomplete
           from parked_count group by interface`,
  });
  return new Map(
    rows.map(({ interface: id, incomplete, ...open }) => [
      id,
      { open, ...(incomplete > 0 && { incomplete }) },
    ]),
  );
}

type Part = Pick<InterfaceStatus, 'state' | 'problem' | 'lagSeconds' | 'totals' | 'failed'> &
  Partial<InterfaceStatus>;

function sourceStatus(row: SourceRow | undefined): Part {
  const totals = { accepted: 0, unchanged: 0, duplicate: 0, skipped: 0, proposed: 0, keptAside: 0 };
  if (!row) return { state: 'stopped', lagSeconds: null, totals, failed: 0 };
  for (const outcome of Object.keys(totals) as (keyof typeof totals)[]) totals[outcome] = row[outcome];
  return {
    ...workStatus(row),
    ...(row.watermark !== null && { watermark: row.watermark }),
    ...(row.seen_at !== null && { seenAt: row.seen_at }),
    totals,
  };
}

function targetStatus(row: TargetRow | undefined): Part {
  if (!row) return { state: 'stopped', lagSeconds: null, totals: { delivered: 0 }, failed: 0 };
  return {
    ...workStatus(row),
    position: row.position,
    ...(row.delivered_at !== null && { deliveredAt: row.delivered_at }),
    totals: { delivered: row.delivered },
  };
}

function workStatus(row: Worked): Pick<Part, 'state' | 'hold' | 'problem' | 'lagSeconds' | 'failed'> {
  const { worked, problem, lag, failed } = row;
  const hold = holdOf(row);
  return {
    state: !worked ? 'stopped' : hold ? 'held' : problem ? 'failing' : 'running',
    ...(hold && { hold }),
    ...(problem && { problem }),
    // The clocks of a source and of the database may differ a little; nothing is ahead of now.
    lagSeconds: lag === null ? null : Math.max(0, Math.round(lag * 10) / 10),
    failed,
  };
}

/** What holds it; nothing does when no hub works it. */
export function holdOf(row: HoldRow): HoldStatus | undefined {
  const { hold: state, hold_reason: reason, hold_since: since, hold_until: until, worked } = row;
  if (!worked || state === null) return undefined;
  return { state, reason, since, ...(until !== null && { until }) };
}
