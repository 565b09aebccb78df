import type { TSchema } from 'typebox';
import type { Instant, Json, JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';

/**
 * The contract between the line and the outside. A connector is one folder: `index.ts` (this interface),
 * `source.ts`, `sink.ts`, tests and a README. `conformance.ts` runs the same promises against each.
 */
export interface Connector {
  readonly name: string;
  /** One line for the reference page. */
  readonly summary: string;
  /** The settings, each declared once: validation, editor completion, docs and secret masking come from here. */
  readonly settings: {
    /** `connection:` of a system. */
    connection: TSchema;
    /** `read:` of a source interface; absent when the connector has no source. */
    read?: TSchema;
    /** `write:` of a target interface; absent when the connector has no sink. */
    write?: TSchema;
  };
  /** Whether a source interface with this `read:` opens a door for pushes; absent: none does. */
  opensDoor?(read: JsonObject): boolean;
  /** Opens what the interfaces of one system share: a pool, a client. Does not fail when the system is down. */
  open(system: SystemContext): Promise<OpenSystem>;
}

export interface SystemContext {
  /** The system's code in the landscape. */
  system: string;
  /** Valid against `settings.connection`, secrets resolved. */
  connection: JsonObject;
  /** IANA zone of the site, for local times without zone. */
  timeZone: string;
  log: Log;
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface OpenSystem {
  source?(context: SourceContext): Source;
  sink?(context: SinkContext): Sink;
  /** Asks the system whether it is there; a problem when not. Used by `lineshaft check --connect` and probes. */
  check(signal: AbortSignal): Promise<Problem | undefined>;
  close(): Promise<void>;
}

export interface SourceContext {
  /** `<system>/<interface>`. */
  interface: string;
  /** Valid against `settings.read`; paths of files (SQL and the like) resolve against `folder`. */
  read: JsonObject;
  /** How the documents are written, for connectors that carry bytes: valid against `formatSettings`. */
  format?: JsonObject;
  /** The folder of the system's file in the landscape. */
  folder: string;
  /** Opens a door in the hub's HTTP server at `/in/<system>/<interface>` for systems that push. */
  endpoints: Endpoints;
  /** The way to the system for a source that asks: every question goes through it. */
  ask: Ask;
  /** Where a connector may keep files of its own between runs (made on first use). */
  state: string;
  log: Log;
}

/**
 * Asks the system when its turn has come: what holds deliveries to it (its limits, a pause it asked for, an open circuit, maintenance) holds
 * questions too, and each is one message of its `limits`. Throws what the question throws, and the reason of the signal. A question that
 * throws a ProblemError of another code than `target-unavailable` was answered.
 */
export type Ask = <T>(question: () => Promise<Answered<T>>, signal: AbortSignal) => Promise<T>;

/** Without an answer it is asked again when the wait is over. */
export type Answered<T> = { answer: T; wait?: Wait } | { wait: Wait };

/** The system wishes to be left alone for so many milliseconds. */
export interface Wait {
  retryAfterMs: number;
  /** In plain words: `answered 429: retry after 2 s`. */
  reason: string;
}

export interface Source {
  /**
   * Who begins. `asks`: the hub goes to the system (polls, looks into its folder); it leaves it alone while the system is in maintenance, and
   * what came up meanwhile is still there afterwards. `listens`: the system, or a broker for it, comes by itself (a door, a subscription); it
   * is listened to also in maintenance, since what it sends to a closed door may be lost.
   */
  readonly manner: 'asks' | 'listens';
  /**
   * Batches from `cursor` (null: from the beginning) until `signal` aborts. The hub asks for the next batch only
   * after it has made the last one durable and awaited its `acknowledge`, so a slow hub slows the source and
   * memory stays bounded. After a batch without `acknowledge` it may ask while it makes that one durable, one batch ahead at most. Ends quietly on abort. Throws when the system cannot be reached: the hub waits and
   * calls again with the last durable cursor. A poll that finds nothing yields a batch without messages, so that
   * the watermark moves.
   */
  batches(cursor: Json, signal: AbortSignal): AsyncIterable<SourceBatch>;
}

export interface SourceBatch {
  messages: SourceMessage[];
  /** Where to go on after this batch; undefined: the cursor stays. */
  cursor?: Json;
  /** Source time up to which everything that happened is in this or earlier batches. */
  watermark?: Instant;
  /** Called once, after the batch is durable and before the next is asked for. Moves files, answers requests, acknowledges packets. */
  acknowledge?(outcomes: MessageOutcome[]): Promise<void>;
}

/** One record as the source handed it over. */
export interface SourceMessage {
  /** Unique per interface and the same when offered again: row key + version, file name + line, header, hash. */
  id: string;
  /** The record as received, as text; kept for the trace and for replay. */
  raw: string;
  /** What the record says, decoded; or why it could not be decoded. */
  document: Json | DecodeFailure;
  sourceTime?: Instant;
  /** Where it came from, for people: `orders.csv:17`, `row ITNO=4711`, `POST /in/crm/orders`. */
  origin: string;
}

export class DecodeFailure {
  readonly problem: Problem;
  constructor(problem: Problem) {
    this.problem = problem;
  }
}

/** What became of one message of a batch, in the batch's order. */
export type MessageOutcome =
  | { outcome: 'accepted'; key?: string }
  /** `stale`: the system itself said something newer before. */
  | { outcome: 'unchanged'; key?: string; stale?: true }
  | { outcome: 'duplicate' }
  | { outcome: 'skipped' }
  /** Another system is the authority, or a second person has to say yes: it, or a steward, is asked; nothing changed. */
  | { outcome: 'proposed'; key?: string }
  /** By the rules its word changes nothing; it is kept as what that system says. */
  | { outcome: 'kept aside'; key?: string }
  | { outcome: 'parked'; problem: Problem };

export interface Endpoints {
  /** Path below `/in/`, e.g. `crm/orders`. The hub reads at most `bodyLimit` bytes and answers 413 beyond. */
  mount(path: string, bodyLimit: number, handler: EndpointHandler): { close(): void };
}
export type EndpointHandler = (request: EndpointRequest) => Promise<EndpointReply>;
export interface EndpointRequest {
  method: string;
  /** Lower-case names. */
  headers: Record<string, string | string[] | undefined>;
  query: Record<string, string | string[] | undefined>;
  body: Buffer;
}
export interface EndpointReply {
  status: number;
  headers?: Record<string, string>;
  body?: Json;
}

export interface SinkContext {
  interface: string;
  /** Valid against `settings.write`. */
  write: JsonObject;
  format?: JsonObject;
  folder: string;
  log: Log;
}

export interface Sink {
  /** How many deliveries one `send` may carry. */
  readonly bulk: number;
  /**
   * Sends in the order given and answers with one outcome per delivery, in the same order. Never throws for what
   * the target says; throws only for defects. Deliveries of one `send` may share keys: order must hold.
   */
  send(deliveries: readonly Delivery[], signal: AbortSignal): Promise<DeliveryOutcome[]>;
  /**
   * Asks the target about deliveries that an earlier attempt may have brought it, without changing anything there: one answer per
   * delivery, in the same order. Only `not delivered` is sent again; a target that gives no answer now is asked again later. Absent where
   * nobody can tell, and where `send` itself sees what is there (an upsert, delivery ids kept in the target). Throws only for defects.
   */
  ask?(deliveries: readonly Delivery[], signal: AbortSignal): Promise<(DeliveryOutcome | 'not delivered')[]>;
}

export interface Delivery {
  /** The same for every attempt at the same change: `<interface>:<position>`; send it as the idempotency key. */
  id: string;
  /** Order holds within one key. */
  key: string;
  entity: string;
  /** The canonical key of the record or the fact id. */
  subject: string;
  /** The key this thing has in the target, when the hub knows it. */
  localKey?: string;
  /** What the outbound mapping made. */
  document: Json;
}

export type DeliveryOutcome =
  /**
   * `localKey`: the key under which the target keeps it, when it told; `version`: its etag or row version; `wait`: its quota is used up with
   * this, and the next may go after so many milliseconds.
   */
  | {
      outcome: 'delivered';
      localKey?: string;
      version?: string;
      detail?: string;
      wait?: Wait;
    }
  /** The target understood and said no: parks at once, with the target's own words in the problem. */
  | { outcome: 'rejected'; problem: Problem }
  /** It had no effect, and the message is not to blame (away, busy, set up wrongly): tried again later. */
  | { outcome: 'transient'; problem: Problem }
  /** The target asks to slow down. */
  | { outcome: 'throttled'; problem: Problem; retryAfterMs: number }
  /** It may have had its effect or not: the target is asked, else it is sent again with the same idempotency key. */
  | { outcome: 'unknown'; problem: Problem };
