import type { Connection } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import { type JsonObject, withoutNulls } from '../../vocabulary/json.ts';
import { mintKey } from '../../vocabulary/keys.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { lockIdentity } from '../lockIdentity.ts';
import { keepBlocks } from '../matching/blocks.ts';
import type { Matcher } from '../matching/matcher.ts';
import { createRecords, lockRecords, updateRecords } from '../records.ts';
import { keepClaimsOf } from '../unique/keepClaims.ts';
import { withoutLeaving } from './apart.ts';
import type { Decision } from './decision.ts';
import { differing } from './differing.ts';
import { keepSeparate } from './openWork.ts';
import { HUB, mergingEntry, nextVersion } from './record.ts';
import { keepMoved, tellRegrouped } from './rows.ts';
import { stepsOf } from './steps.ts';
import type { Unmerged } from './unmerge.ts';

/**
 * Parts what a system keeps under one of its keys from the thing it was taken for, in the transaction at hand: it gets a key and a record of its own,
 * from what the system says; the other record loses what came from there. Both get an entry. That they are two is remembered. Last, `append(entries)`.
 */
export async function splitOff(
  connection: Connection,
  entity: EntityModel,
  matcher: Matcher | undefined,
  { system, localKey }: { system: string; localKey: string },
  { actor, reason }: Decision,
): Promise<Omit<Unmerged, 'merge'> | Problem> {
  const name = entity.entity;
  await lockIdentity(connection, name);
  const seen = await lockObservation(connection, name, system, localKey);
  if (typeof seen !== 'object') return refused(`${system} has told of no ${name} ${localKey}.`);
  if ('code' in seen) return seen;
  const { key: from, view } = seen;
  const whole = (await lockRecords(connection, name, [from])).get(from);
  if (!whole || entity.mint === undefined)
    return refused(`${localKey} of ${system} has no record to be parted from.`);

  const key = mintKey(entity.mint);
  const steps = await stepsOfSystem(connection, name, from, system);
  const at = new Date().toISOString();
  const own = { key, version: 1, data: { ...withoutNulls(view), key }, changedAt: at };
  const rest = nextVersion(whole, withoutLeaving(whole.data, steps, entity.elementKeys), at);
  await connection.query(
    'update observation set key = $4 where entity = $1 and system = $2 and local_key = $3',
    [name, system, localKey, key],
  );
  await keepMoved(connection, name, [{ system, localKey, before: from }], { key, cause: 'split' });
  await keepSeparate(connection, name, from, key, actor, reason);
  await tellRegrouped(connection, [from, key]);
  await createRecords(connection, name, [own]);
  await updateRecords(connection, name, [rest]);
  await keepClaimsOf(connection, entity, [
    { key, before: undefined, after: own.data },
    { key: from, before: whole.data, after: rest.data },
  ]);
  if (matcher) await keepBlocks(connection, matcher, [own, rest]);
  const entries = [
    mergingEntry(entity, 'split', own, [], { from }),
    mergingEntry(entity, 'split', rest, differing(whole.data, rest.data), { from: key }),
  ];
  return { key, from, entries, moved: [{ system, localKey }] };
}

interface Seen {
  key: string;
  view: JsonObject;
}

/** A problem when nothing would be left where it is, or when it was people who merged it. */
async function lockObservation(
  connection: Connection,
  entity: string,
  system: string,
  localKey: string,
): Promise<Seen | Problem | undefined> {
  const { rows } = await connection.query<Seen & { merged_from: string | null; others: number }>(
    `select key, view, merged_from, (select count(*) from observation x where x.key = o.key and x.entity = o.entity) - 1 as others
     from observation o where entity = $1 and system = $2 and local_key = $3 for update`,
    [entity, system, localKey],
  );
  const [row] = rows;
  if (!row?.view) return undefined;
  if (row.merged_from !== null)
    return problem(
      'not-mergeable',
      'identify',
      `${localKey} of ${system} was merged as ${row.merged_from}.`,
      {
        advice: `Part it by that key: \`lineshaft match separate ${row.merged_from}\`.`,
      },
    );
  if (row.others === 0) return refused(`${row.key} is known by this key alone.`);
  return { key: row.key, view: row.view };
}

/** What a system changed of a record, unless it knows it by another key too: then nobody can say by which. */
async function stepsOfSystem(connection: Connection, entity: string, key: string, system: string) {
  const { rows: known } = await connection.query<{ keys: number }>(
    'select count(*) as keys from observation where key = $1 and entity = $2 and system = $3',
    [key, entity, system],
  );
  const { rows } = await connection.query<{
    system: string;
    data: { version: number; change: string; changed: string[]; record: JsonObject };
  }>(
    `select system, data from ledger where subject = $1 and entity = $2 and type = $2 || '.changed' order by position`,
    [key, entity],
  );
  const alone = known[0]!.keys === 1;
  return stepsOf(rows, {}, (row) => alone && row.system === system && row.system !== HUB);
}

function refused(detail: string): Problem {
  return problem('not-mergeable', 'identify', detail);
}
