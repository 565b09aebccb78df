import type { Queryable } from '../database/pool.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { LedgerEntry } from '../vocabulary/envelope.ts';
import { stepsAhead } from './trace/ahead.ts';
import { withCalled } from './trace/called.ts';
import { deliveredSteps } from './trace/delivered.ts';
import { findMatches, readAsked } from './trace/find.ts';
import { follow } from './trace/follow.ts';
import { heldDeliveries, heldFor, heldNaming } from './trace/held.ts';
import type { HeldStep, Journey, Match, RecordedStep, Step, Trace } from './trace/journey.ts';
import { receivedSteps } from './trace/received.ts';

export interface TraceOptions {
  /** Characters of each source document; default 4000. */
  rawLimit?: number;
  /** Only what the key names of this entity. */
  entity?: string;
}

/** Journeys told at once, when a key names several things. */
const JOURNEYS = 3;

/**
 * The whole way of a thing through the hub. `key`: canonical key, fact id, number of a document, local key in any system, identifier, or
 * `<system>:<local key>`.
 */
export async function trace(
  pool: Queryable,
  landscape: Landscape,
  key: string,
  { rawLimit = 4000, entity }: TraceOptions = {},
): Promise<Trace> {
  const asked = readAsked(landscape, key);
  const found = await findMatches(pool, landscape, asked);
  const matches = found.filter((match) => entity === undefined || match.entity === entity);
  const journeys: Journey[] = [];
  for (const match of matches.slice(0, JOURNEYS)) journeys.push(await tell(pool, landscape, match, rawLimit));
  const told = new Set(
    journeys.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'held' ? step.id : []))),
  );
  const held = (await heldNaming(pool, asked.local, rawLimit)).filter(({ id }) => !told.has(id));
  return { asked: key, matches, journeys, held };
}

async function tell(
  db: Queryable,
  landscape: Landscape,
  { entity, key }: Match,
  rawLimit: number,
): Promise<Journey> {
  const [{ entries, related, truncated }, localKeys] = await Promise.all([
    follow(db, key),
    readLocalKeys(db, entity, key),
  ]);
  const byPosition = new Map(entries.map((entry) => [entry.position, entry]));
  const [received, delivered, outgoing, incoming] = await Promise.all([
    receivedSteps(db, landscape, key, entries, rawLimit),
    deliveredSteps(db, landscape, byPosition),
    heldDeliveries(db, byPosition),
    heldFor(db, landscape, { entity, key, localKeys }, rawLimit),
  ]);
  const settled = new Set([...delivered, ...outgoing].map((step) => `${step.interface}:${step.position}`));
  const ahead = await stepsAhead(db, landscape, entries, settled, Date.now());
  const steps = [...received, ...entries.map(recordedStep), ...delivered, ...outgoing, ...incoming, ...ahead];
  return {
    ...{ entity, key, localKeys, truncated },
    related: await withCalled(db, related),
    steps: inOrder(distinct(steps)),
  };
}

async function readLocalKeys(db: Queryable, entity: string, key: string): Promise<Journey['localKeys']> {
  const { rows } = await db.query<{ system: string; local_key: string }>(
    'select system, local_key from observation where key = $1 and entity = $2 order by system, local_key limit 200',
    [key, entity],
  );
  return rows.map((row) => ({ system: row.system, localKey: row.local_key }));
}

function recordedStep(entry: LedgerEntry): RecordedStep {
  const { position, type, entity, subject, system, site, time, recordedAt, data } = entry;
  const { version, change, changed } = data;
  return {
    kind: 'recorded',
    at: recordedAt,
    entity,
    key: subject,
    position,
    type,
    system,
    time,
    ...(site !== undefined && { site }),
    ...(typeof version === 'number' && { version }),
    ...(typeof change === 'string' && { change }),
    ...(Array.isArray(changed) && changed.length > 0 && { changed: changed.map(String) }),
  };
}

/** A message may be found by its key and by what it waits for. */
function distinct(steps: Step[]): Step[] {
  const seen = new Set<number>();
  const isNew = ({ id }: HeldStep) => !seen.has(id) && seen.add(id) !== undefined;
  return steps.filter((step) => step.kind !== 'held' || isNew(step));
}

const RANK: Record<Step['kind'], number> = {
  received: 0,
  recorded: 1,
  held: 2,
  delivered: 3,
  passed: 4,
  waiting: 5,
};

function placeOf(step: Step): number {
  return 'position' in step ? (step.position ?? 0) : 0;
}

/** By time; within one moment in the order of the line. What still waits stands at the end. */
function inOrder(steps: Step[]): Step[] {
  const waits = (step: Step) => Number(step.kind === 'waiting');
  return steps.sort(
    (a, b) =>
      waits(a) - waits(b) ||
      a.at.localeCompare(b.at) ||
      RANK[a.kind] - RANK[b.kind] ||
      placeOf(a) - placeOf(b),
  );
}
