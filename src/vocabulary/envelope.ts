import type { Instant, Json, JsonObject } from './json.ts';

/**
 * `<entity>.changed` for masters, documents and positions; `<fact>.recorded` for facts; `command.<entity>.<verb>`; `answer.<entity>.<verb>`;
 * `decision.<entity>.<verb>`.
 */
export type EventType = string;

/** Whether it tells the state of a thing; else it is a fact. */
export function isState({ type }: { type: EventType }): boolean {
  return type.endsWith('.changed');
}

/** Whether the system said it itself and need not be told: of what `returns` something older may have taken the place there. */
export function isOwn(system: string, entry: { system: string; data: JsonObject }): boolean {
  return entry.system === system && entry.data['returns'] !== true;
}

/**
 * What an entry is to those who read it: what is, a wish for the authority of a thing, an order to a system, what became of one, or what a
 * person decided where nothing changed.
 */
export type EntryKind = 'changes' | 'proposals' | 'commands' | 'answers' | 'decisions';

/** `answer.<entity>.<verb>` tells what became of `command.<entity>.<verb>`. */
export function kindOf({ type }: { type: EventType }): EntryKind {
  if (type.startsWith('answer.')) return 'answers';
  if (type.startsWith('decision.')) return 'decisions';
  if (!type.startsWith('command.')) return 'changes';
  return type.endsWith('.propose') ? 'proposals' : 'commands';
}

/** What an interface appends to the ledger. The ledger gives it its position. */
export interface NewEntry {
  /** Stable across replays and links: the fact id, or `<key>@<version>`. */
  id: string;
  type: EventType;
  entity: string;
  /** The system whose observation caused it. */
  system: string;
  /** Canonical key, or fact id. */
  subject: string;
  /** Order holds within one partition key. */
  partitionKey: string;
  /** When it happened at the source. */
  time: Instant;
  site?: string;
  /** Which message of its batch it came with: where its source document is kept. */
  ordinal?: number;
  /** Canonical keys of the documents it names. */
  mentions?: readonly string[];
  /** JSON text of the data: `{version, change, changed, record}` or the fact. */
  data: string;
}

/** An entry of the ledger: positions have no gaps and grow in commit order. */
export interface LedgerEntry extends Omit<NewEntry, 'data' | 'mentions'> {
  position: number;
  batch?: number;
  recordedAt: Instant;
  data: JsonObject;
}

/** CloudEvents 1.0, structured mode, as the events API shows it. */
export function toCloudEvent(entry: LedgerEntry, enterprise: string): JsonObject {
  const event: Record<string, Json> = {
    specversion: '1.0',
    id: entry.id,
    type: entry.type,
    source: `urn:lineshaft:${enterprise}:${entry.system}`,
    subject: entry.subject,
    time: entry.time,
    datacontenttype: 'application/json',
    dataschema: `urn:lineshaft:model:${entry.entity}:1`,
    partitionkey: entry.partitionKey,
    recordedtime: entry.recordedAt,
    sequence: String(entry.position),
  };
  if (entry.site !== undefined) event['site'] = entry.site;
  event['data'] = entry.data;
  return event;
}
