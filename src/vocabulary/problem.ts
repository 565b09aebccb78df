import type { JsonObject } from './json.ts';

/** Where on the line a message stopped; the order is the order of the line. */
export type Stage =
  | 'landscape'
  | 'receive'
  | 'decode'
  | 'map'
  | 'check'
  | 'identify'
  | 'append'
  | 'process'
  | 'route'
  | 'send'
  | 'api';

/** Who can mend it. */
export type Actor = 'integrator' | 'steward' | 'operator' | 'sender';

interface ProblemType {
  title: string;
  actor: Actor;
  /** What to do, in one sentence that a person on duty can follow. */
  advice: string;
  /** The HTTP status when this problem answers a request. */
  status: number;
}

/**
 * Every problem code there is. docs/problems.md is generated from this table; codes are never reused.
 * A code names the cause, `stage` on the problem says where it was met.
 */
export const problemTypes = {
  'landscape-invalid': {
    title: 'The landscape is not valid',
    actor: 'integrator',
    advice: 'Run `lineshaft check` and mend what it names.',
    status: 500,
  },
  'body-too-large': {
    title: 'The message is larger than the limit',
    actor: 'sender',
    advice: 'Send smaller messages, or raise the limit of the interface.',
    status: 413,
  },
  'signature-invalid': {
    title: 'The signature or key does not fit',
    actor: 'sender',
    advice: 'Compare the shared secret on both sides.',
    status: 401,
  },
  'encoding-invalid': {
    title: 'The bytes are not text in the declared encoding',
    actor: 'integrator',
    advice: 'Declare the encoding the sender really uses, or have the file written anew.',
    status: 400,
  },
  'document-malformed': {
    title: 'The document cannot be read in its format',
    actor: 'sender',
    advice: 'Open the raw document at the place named; if it was cut off, ask for it again.',
    status: 400,
  },
  'document-hostile': {
    title: 'The document holds a construct that is refused',
    actor: 'sender',
    advice: 'Document type definitions, entities and extreme nesting are never read; send plain data.',
    status: 400,
  },
  'field-too-large': {
    title: 'A field is larger than the limit',
    actor: 'sender',
    advice: 'Look at the record named: a missing closing quote makes the rest of a file one field.',
    status: 400,
  },
  'mapping-failed': {
    title: 'The mapping failed on this document',
    actor: 'integrator',
    advice: 'Run the mapping on the raw document with `lineshaft test` and mend it, then replay.',
    status: 422,
  },
  'code-unknown': {
    title: 'A coded value has no translation',
    actor: 'steward',
    advice: 'Add the value to the code list of the system, then replay.',
    status: 422,
  },
  'unit-not-convertible': {
    title: 'A quantity cannot be converted between these units',
    actor: 'steward',
    advice: 'Units of different dimension convert only by a factor of the item: add it to its units.',
    status: 422,
  },
  'number-invalid': {
    title: 'A value is not a decimal number',
    actor: 'sender',
    advice: 'Quantities and amounts are finite decimals with at most 18 digits before and 9 after the point.',
    status: 422,
  },
  'date-invalid': {
    title: 'A value is not a date',
    actor: 'sender',
    advice: 'Compare the value with the pattern in the mapping.',
    status: 422,
  },
  'key-invalid': {
    title: 'A key is empty, too long or holds control characters',
    actor: 'sender',
    advice: 'Correct the key in the source system.',
    status: 422,
  },
  'schema-violated': {
    title: 'The record does not fit the canonical model',
    actor: 'integrator',
    advice: 'Compare the attribute named with the page of the entity in docs/model.',
    status: 422,
  },
  'rule-violated': {
    title: 'A quality rule is broken',
    actor: 'steward',
    advice: 'Correct the record in the source system; the next observation of it goes through.',
    status: 422,
  },
  'rule-refused': {
    title: 'A quality rule of the landscape refuses the record',
    actor: 'sender',
    advice: 'It was taken out of the line. Correct the record in the source system and send it again.',
    status: 422,
  },
  'second-person-needed': {
    title: 'A second person has to say yes',
    actor: 'steward',
    advice: 'Let someone approve it who is not among those who proposed it, with a key of their own.',
    status: 403,
  },
  'reference-unknown': {
    title: 'The record names something the hub does not know yet',
    actor: 'steward',
    advice: 'It goes on by itself when the thing it names arrives; see whether its interface is late.',
    status: 422,
  },
  'observation-stale': {
    title: 'A newer state of the same thing was already taken in',
    actor: 'operator',
    advice: 'Nothing to do: the newer state stands.',
    status: 409,
  },
  'sequence-gap': {
    title: 'Messages are missing between two that arrived',
    actor: 'operator',
    advice:
      'Ask the sender for the numbers named, then discard this; see whether the queue of the broker overflowed.',
    status: 422,
  },
  'target-rejected': {
    title: 'The target system refused the message',
    actor: 'integrator',
    advice: 'Read the words of the target, correct the data or the mapping, then replay.',
    status: 502,
  },
  'target-unavailable': {
    title: 'The target system cannot be reached or does not answer',
    actor: 'operator',
    advice: 'Nothing is lost: the hub goes on trying. See whether the system or the network is down.',
    status: 503,
  },
  'target-throttled': {
    title: 'The target system asks to slow down',
    actor: 'operator',
    advice: 'Nothing to do: the hub waits as told. Lower the limits of the system if it happens often.',
    status: 503,
  },
  'target-unfit': {
    title: 'The target would refuse every message, as things are set up',
    actor: 'integrator',
    advice:
      'Compare login, rights, address, method, table or topic with what the target expects. Nothing is parked meanwhile; the hub goes on trying.',
    status: 503,
  },
  'outcome-unknown': {
    title: 'It is not known whether the target has taken the message',
    actor: 'operator',
    advice: 'The hub asks the target where it can tell, else sends again with the same idempotency key.',
    status: 502,
  },
  'waits-behind': {
    title: 'An earlier message with the same key is parked',
    actor: 'operator',
    advice: 'Mend or discard the earlier one; this one follows in order.',
    status: 409,
  },
  'door-closed': {
    title: 'Another hub process works this interface, or none does yet',
    actor: 'sender',
    advice:
      'Send the same request to another hub process, or here again after the time in Retry-After; a load balancer does so when 503 makes it try the next.',
    status: 503,
  },
  forbidden: {
    title: 'The key may not do this',
    actor: 'sender',
    advice:
      'Ask someone with that role, or an administrator for a key with it: `npx lineshaft keys list` shows who has which.',
    status: 403,
  },
  unauthorized: {
    title: 'A valid key is needed',
    actor: 'sender',
    advice: 'Send `Authorization: Bearer <key>`.',
    status: 401,
  },
  'sign-in-failed': {
    title: 'The sign-in at the provider did not come to its end',
    actor: 'sender',
    advice:
      'Begin again at the sign-in page. If it stays, the log of the hub says what the provider answered.',
    status: 401,
  },
  'role-missing': {
    title: 'The provider knows the person, and nothing it says of them gives a role here',
    actor: 'integrator',
    advice:
      'Give the person one of the values under `signIn.roles` at the provider, or map one that they have.',
    status: 403,
  },
  'provider-unavailable': {
    title: 'The sign-in provider cannot be reached or does not answer',
    actor: 'operator',
    advice: 'Keys and sign-in links go on working. See whether the provider or the network is down.',
    status: 503,
  },
  'request-invalid': {
    title: 'The request is not valid',
    actor: 'sender',
    advice: 'Compare the request with /openapi.json.',
    status: 400,
  },
  'not-found': {
    title: 'There is no such thing here',
    actor: 'sender',
    advice: 'See whether the key is right; `lineshaft trace` finds by local keys too.',
    status: 404,
  },
  incomplete: {
    title: 'A new thing lacks what the target requires',
    actor: 'steward',
    advice:
      'Answer what is asked in `npx lineshaft work list --kind completion`, or enter it in the system that owns it.',
    status: 422,
  },
  'not-mergeable': {
    title: 'These things cannot be merged or parted as they are',
    actor: 'steward',
    advice: 'Look at both with `lineshaft match show <key>`.',
    status: 409,
  },
  'replay-running': {
    title: 'A replay to this target is under way',
    actor: 'operator',
    advice: 'Wait for its end, or cancel it with `lineshaft replay <interface> --cancel`.',
    status: 409,
  },
  'landscape-changed': {
    title: 'Another landscape is being put in force',
    actor: 'operator',
    advice: 'Look at `lineshaft plan` again, then apply.',
    status: 409,
  },
  'database-unavailable': {
    title: 'The database of the hub cannot be reached',
    actor: 'operator',
    advice: 'See whether PostgreSQL runs; the hub goes on by itself when it is back.',
    status: 503,
  },
  'not-ready': {
    title: 'The hub has not taken up its work yet',
    actor: 'operator',
    advice: 'Right after a start this passes within seconds; if it stays, look into the log.',
    status: 503,
  },
  'hub-defect': {
    title: 'The hub itself failed',
    actor: 'operator',
    advice: 'This is a defect of Lineshaft: please report it with the log lines of this time.',
    status: 500,
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemCode = keyof typeof problemTypes;

/** Why a message cannot go on. Expected failures are returned as values of this type, never thrown. */
export interface Problem {
  code: ProblemCode;
  stage: Stage;
  /** What happened here, with the values at hand; one sentence. */
  detail: string;
  /** The attribute or source field, as a path: `lines[2].quantity.unit`. */
  field?: string;
  /** The offending value, cut to 200 characters. */
  value?: string;
  /** The configuration or mapping file, relative to the landscape folder. */
  file?: string;
  line?: number;
  column?: number;
  /** The quality rule broken, as in the model: `IT-02`. */
  rule?: string;
  /** The code list that has no translation of the value: `unit`. */
  list?: string;
  /** What this message waits for, when it can go on by itself: `item na-erp 4711`. */
  awaits?: string;
  advice: string;
}

export type ProblemDetails = Partial<Omit<Problem, 'code' | 'stage' | 'detail'>>;

export function problem(code: ProblemCode, stage: Stage, detail: string, more: ProblemDetails = {}): Problem {
  const value = more.value === undefined ? {} : { value: cut(String(more.value), 200) };
  return { code, stage, detail: cut(detail, 1000), advice: problemTypes[code].advice, ...more, ...value };
}

/** The shape in which a problem answers an HTTP request (RFC 9457, `application/problem+json`). */
export function toHttpProblem(p: Problem): JsonObject & { status: number } {
  const { code, detail, ...rest } = p;
  const type = problemTypes[code];
  return {
    type: `urn:lineshaft:problem:${code}`,
    title: type.title,
    status: type.status,
    detail,
    code,
    ...rest,
  };
}

/** Thrown where a return value cannot be used: inside mapping functions and connectors' callbacks. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(p: Problem, options?: ErrorOptions) {
    super(p.detail, options);
    this.problem = p;
  }
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
