import type { Queryable } from '../database/pool.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { readDisputes } from './conflicts.ts';
import { type Dispute, disputesAfter } from './disputes.ts';
import type { Hearing } from './hearing.ts';
import { type Meeting, type Next, nextRecord } from './next.ts';
import type { CurrentRecord } from './records.ts';
import { type Told, withContested } from './told.ts';

/** The disputes of a batch, as its messages open, change and end them. */
export interface Disputing {
  open: Map<string, Map<string, Dispute>>;
  /** What is to be written, by key and pointer. */
  changed: Map<string, Dispute>;
}

/** Reads only of records that say that they are disputed. */
export async function openDisputing(
  db: Queryable,
  entity: string,
  records: ReadonlyMap<string, CurrentRecord>,
): Promise<Disputing> {
  const disputed = [...records.values()].filter(({ told }) => told?.contested).map(({ key }) => key);
  return { open: await readDisputes(db, entity, disputed), changed: new Map() };
}

export interface Met {
  next?: Next;
  /** The record as it stands, when only what is known about it changes: that members disagree. */
  noted?: CurrentRecord;
  /** Some of what was said changes nothing, and is only kept as what that system says. */
  isKept: boolean;
}

/** What a message comes to, with what it means to those who disagree. */
export function meet(speaker: Speaker, arrival: Arrival, meeting: Meeting, disputing: Disputing): Met {
  const { next, hearing, told: retold } = nextRecord(speaker, arrival, meeting);
  const { current } = meeting;
  if (!hearing || !current) return { ...(next && { next }), isKept: false };
  const isKept = hearing.kept.size > 0;
  const stands = next?.record ?? (retold ? { ...current, told: retold } : current);
  const told = dispute(speaker, arrival, meeting, hearing, stands, disputing) ?? retold;
  if (!told) return { ...(next && { next }), isKept };
  if (!next) return { noted: { ...current, told }, isKept };
  return { next: { ...next, record: { ...next.record, told } }, isKept };
}

/** Who said what stands, with the attributes that are disputed from now on; undefined: nothing of that changed. */
function dispute(
  { system, entity }: Speaker,
  { record: now, changedAt }: Arrival,
  { key, current, ruling: { rule } }: Meeting,
  hearing: Hearing,
  { data, told }: CurrentRecord,
  { open, changed }: Disputing,
): Told | undefined {
  const ofKey = open.get(key) ?? new Map<string, Dispute>();
  const disputes = disputesAfter(ofKey, hearing, {
    key,
    rule: `${rule!.file}:${rule!.line}`,
    system: system.code,
    now,
    ...(changedAt !== undefined && { at: changedAt }),
    before: current!.data,
    after: data,
    elementKeys: entity.elementKeys,
  });
  if (disputes.length === 0) return undefined;
  for (const each of disputes) {
    changed.set(`${key} ${each.pointer}`, each);
    if (each.state === 'open') ofKey.set(each.pointer, each);
    else ofKey.delete(each.pointer);
  }
  open.set(key, ofKey);
  return withContested(told!, [...ofKey.keys()]);
}
