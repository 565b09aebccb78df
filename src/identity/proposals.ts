import type { Connection } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import type { ConnectivityRule } from '../landscape/landscape.ts';
import type { NewEntry } from '../vocabulary/envelope.ts';
import type { Arrival, Speaker } from './arrival.ts';
import { askForChange, type NewChangeRequest, openRequests, settleRequests } from './changeRequests.ts';
import { entryOf } from './entries.ts';
import { merge } from './merge.ts';
import type { Next } from './next.ts';
import type { Observation } from './observations.ts';
import { touch } from './pointer.ts';
import type { CurrentRecord } from './records.ts';

/** What a system would change, or add, of what another one is the authority for. */
export interface Proposal {
  arrival: Arrival;
  next: Next;
  rule: ConnectivityRule;
}

/** Keeps the proposals as change requests: the last of each thing, with what all of them would change. */
export async function propose(
  connection: Connection,
  { entity, interface: spoken, system }: Speaker,
  batch: number,
  proposals: readonly Proposal[],
): Promise<void> {
  const requests = new Map<string, NewChangeRequest>();
  for (const { arrival, next, rule } of proposals) {
    const { key } = next.record;
    requests.set(key, {
      key,
      localKey: arrival.localKey,
      kind: next.change === 'created' ? 'new' : 'change',
      changed: [...new Set([...(requests.get(key)?.changed ?? []), ...next.changed])],
      proposed: arrival.record,
      ...(rule.authority !== undefined && { authority: rule.authority }),
      rule: placeOf(rule),
      ordinal: arrival.ordinal,
    });
  }
  const by = { entity: entity.entity, interface: spoken.id, system: system.code, batch };
  await askForChange(connection, by, [...requests.values()]);
}

/** The command by which the authority hears of it. */
export function proposalEntry(speaker: Speaker, batch: number, { arrival, next, rule }: Proposal): NewEntry {
  const { record, changed } = next;
  const { entity } = speaker.entity;
  const data = {
    change: 'proposed',
    changed,
    authority: rule.authority,
    rule: placeOf(rule),
    record: record.data,
  };
  const id = `${record.key}@${speaker.interface.id}#${batch}.${arrival.ordinal}`;
  const type = `command.${entity}.propose`;
  return entryOf(speaker, arrival, id, record.key, type, record.data, JSON.stringify(data));
}

/** What may answer requests: the things that have an authority, as they stand now, and what was just said of them. */
interface Answers {
  governed: readonly string[];
  records: ReadonlyMap<string, CurrentRecord>;
  said: readonly Observation[];
}

/** Requests that have answered themselves: the authority says the same now, or the system that asked no longer wants it. */
export async function settleAnswered(
  connection: Connection,
  later: Later,
  { entity, interface: spoken }: Speaker,
  { governed, records, said }: Answers,
): Promise<void> {
  const views = new Map(said.map(({ key, view }) => [key, view]));
  const open = await openRequests(connection, entity.entity, governed);
  const settled = open.flatMap(({ id, key, kind, changed, proposed, interface: asked }) => {
    const data = records.get(key)?.data;
    if (!data) return [];
    const rules = { elementKeys: entity.elementKeys, lists: 'partial' } as const;
    const wanted = (asked === spoken.id && views.get(key)) || proposed;
    const differs = merge(data, data, wanted, rules).changed;
    const isAnswered = kind === 'new' || !changed.some((pointer) => differs.some((d) => touch(d, pointer)));
    const settlement = asked === spoken.id ? ('withdrawn' as const) : ('taken over' as const);
    return isAnswered ? [{ id, settlement }] : [];
  });
  later(settleRequests(connection, settled));
}

function placeOf({ file, line }: ConnectivityRule): string {
  return `${file}:${line}`;
}
