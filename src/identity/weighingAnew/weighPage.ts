import type { Connection, Queryable } from '../../database/pool.ts';
import type { Later } from '../../database/transaction.ts';
import { append } from '../../ledger/append.ts';
import type { EntityModel } from '../../quality/checker.ts';
import type { Instant, Json } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { STEWARD } from '../../vocabulary/steward.ts';
import type { Speaker } from '../arrival.ts';
import { keepDisputes, readDisputes } from '../conflicts.ts';
import { misfitOf } from '../decision.ts';
import { versionEntry } from '../entries.ts';
import { keepBlocks } from '../matching/blocks.ts';
import type { Matcher } from '../matching/matcher.ts';
import { valueAt } from '../pointer.ts';
import { type CurrentRecord, lockRecords, readRecords, updateRecords } from '../records.ts';
import { type Change, type Turnover, turnoverOf } from '../unique/claims.ts';
import { type Breach, findBreaches, foreseeBreaches } from '../unique/findBreaches.ts';
import { breachProblem } from '../unique/judge.ts';
import { keepClaimsOf } from '../unique/keepClaims.ts';
import { type LastWord, readLastWords } from './lastWords.ts';
import { NO_PAST, pastOf, readPastVersions } from './pastVersions.ts';
import { type Voiced, type Weighed, weighRecord } from './weighRecord.ts';

/** What a record comes to, attribute by attribute. */
export interface Turn {
  key: string;
  changes: { attribute: string; held: Json | undefined; becomes: Json | undefined; system: string }[];
}

/** What a page of records comes to by the rules in force. */
export interface WeighedPage {
  looked: number;
  turns: Turn[];
  /** Open conflicts that the rules settle. */
  settled: number;
  /** Records that stay as they are: what the rules would make of them breaks another one. */
  left: { key: string; problem: Problem }[];
  /** The last key of the page; absent: there are no more. */
  last?: string;
}

/** A page whose records are locked. */
export interface WeighedAnew {
  page: WeighedPage;
  weighed: Weighed[];
  /** Of these, the records that change. */
  turned: Weighed[];
  changes: Change[];
  matcher?: Matcher;
}

const PAGE = 500;

/** What the rules in force would make of the next records after a key. */
export async function foreseeWeighing(
  db: Queryable,
  entity: EntityModel,
  speakers: readonly Speaker[],
  after: string,
): Promise<WeighedPage> {
  const keys = await keysAfter(db, entity.entity, after);
  const records = await readRecords(db, entity.entity, keys);
  const breachesOf = (turnover: Turnover) => foreseeBreaches(db, turnover);
  return (await weighAll(db, entity, speakers, records, breachesOf)).page;
}

/** The same with the records locked, to be kept. */
export async function weighAnew(
  connection: Connection,
  entity: EntityModel,
  speakers: readonly Speaker[],
  after: string,
): Promise<WeighedAnew> {
  const keys = await keysAfter(connection, entity.entity, after);
  const records = await lockRecords(connection, entity.entity, keys);
  const breachesOf = (turnover: Turnover) => findBreaches(connection, entity, turnover);
  return weighAll(connection, entity, speakers, records, breachesOf);
}

/** Keeps what the records come to, and tells the line of it. Call it last in the transaction. */
export function keepWeighed(
  connection: Connection,
  later: Later,
  entity: EntityModel,
  { weighed, turned, changes, matcher }: WeighedAnew,
  by: { by: string; reason: string },
): void {
  const name = entity.entity;
  later(updateRecords(connection, name, recordsOf(weighed)));
  later(
    keepDisputes(
      connection,
      name,
      weighed.flatMap(({ settled }) => settled),
    ),
  );
  later(keepClaimsOf(connection, entity, changes));
  if (matcher) later(keepBlocks(connection, matcher, recordsOf(turned)));
  const entries = turned.map(({ record, changed }) =>
    versionEntry(entity, record, STEWARD, { change: 'updated', changed: [...changed.keys()], weighed: by }),
  );
  later(append(connection, entries));
}

async function keysAfter(db: Queryable, entity: string, after: string): Promise<string[]> {
  const { rows } = await db.query<{ key: string }>(
    'select key from record where entity = $1 and key > $2 order by key limit $3',
    [entity, after, PAGE],
  );
  return rows.map(({ key }) => key);
}

async function weighAll(
  db: Queryable,
  entity: EntityModel,
  speakers: readonly Speaker[],
  records: ReadonlyMap<string, CurrentRecord>,
  breachesOf: (turnover: Turnover) => Promise<Breach[]>,
): Promise<WeighedAnew> {
  const at = new Date().toISOString();
  const found = await weighThem(db, entity, speakers, records, at);
  const left = new Map<string, Problem>();
  for (const { record, changed } of found) {
    const misfit = changed.size > 0 && misfitOf(entity, record.data, at);
    if (misfit) left.set(record.key, misfit);
  }
  for (;;) {
    const weighed = found.filter(({ record }) => !left.has(record.key));
    const turned = weighed.filter(({ changed }) => changed.size > 0);
    const changes = turned.map(({ record: { key, data } }) => ({
      key,
      before: records.get(key)!.data,
      after: data,
    }));
    const breaches = await breachesOf(turnoverOf(entity, changes));
    const grave = breaches.filter(({ claim }) => claim.rule.severity === 'E');
    for (const breach of grave) left.set(breach.claim.key, breachProblem(entity, breach));
    if (grave.length > 0) continue;
    const matcher = speakers.find((each) => each.entity.entity === entity.entity && each.matcher)?.matcher;
    const page = pageOf(entity, records, { weighed, turned }, left);
    return { page, weighed, turned, changes, ...(matcher && { matcher }) };
  }
}

/** The past is asked of those alone that would change. */
async function weighThem(
  db: Queryable,
  entity: EntityModel,
  speakers: readonly Speaker[],
  records: ReadonlyMap<string, CurrentRecord>,
  at: Instant,
): Promise<Weighed[]> {
  const standing = [...records.values()].filter(({ data }) => data['mergedInto'] === undefined);
  const disputed = standing.filter(({ told }) => told?.contested);
  const [voices, disputes] = await Promise.all([
    readVoices(db, entity, speakers, keysOf(standing)),
    readDisputes(db, entity.entity, keysOf(disputed)),
  ]);
  const weigh = (record: CurrentRecord, past = NO_PAST) =>
    weighRecord(record, voices.get(record.key) ?? [], disputes.get(record.key) ?? new Map(), past, at);
  const others = standing.filter((record) => weigh(record));
  const past = await readPastVersions(db, entity.entity, keysOf(others));
  return others.flatMap((record) => weigh(record, pastOf(entity, past.get(record.key) ?? [])) ?? []);
}

async function readVoices(
  db: Queryable,
  { entity }: EntityModel,
  speakers: readonly Speaker[],
  keys: readonly string[],
): Promise<Map<string, Voiced[]>> {
  const words = await readLastWords(db, entity, keys);
  const its = speakers.filter((speaker) => speaker.entity.entity === entity);
  const speakerOf = ({ system, interface: by }: LastWord) =>
    its.find((speaker) => speaker.interface.id === by) ??
    its.find((speaker) => speaker.system.code === system);
  const voiced = (word: LastWord): Voiced[] => {
    const speaker = speakerOf(word);
    return speaker ? [{ word, speaker }] : [];
  };
  return new Map([...words].map(([key, ofKey]) => [key, ofKey.flatMap(voiced)]));
}

function keysOf(records: readonly CurrentRecord[]): string[] {
  return records.map(({ key }) => key);
}

function recordsOf(weighed: readonly Weighed[]): CurrentRecord[] {
  return weighed.map(({ record }) => record);
}

function pageOf(
  { elementKeys }: EntityModel,
  records: ReadonlyMap<string, CurrentRecord>,
  { weighed, turned }: Pick<WeighedAnew, 'weighed' | 'turned'>,
  left: ReadonlyMap<string, Problem>,
): WeighedPage {
  const turnOf = ({ record: { key, data }, changed }: Weighed): Turn => ({
    key,
    changes: [...changed].map(([attribute, system]) => ({
      attribute,
      held: valueAt(records.get(key)!.data, attribute, elementKeys),
      becomes: valueAt(data, attribute, elementKeys),
      system,
    })),
  });
  const last = records.size < PAGE ? undefined : [...records.keys()].sort().at(-1)!;
  return {
    looked: records.size,
    turns: turned.map(turnOf),
    settled: weighed.reduce((sum, { settled }) => sum + settled.length, 0),
    left: [...left].map(([key, problem]) => ({ key, problem })),
    ...(last !== undefined && { last }),
  };
}
