import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import type { Later } from '../database/transaction.ts';
import { fingerprint } from '../vocabulary/idempotency.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { Promised, PromiseRequest, PromiseStatus } from './promise.ts';

/** A promise as it is kept, with who asked for it and what was asked. */
export interface Kept {
  promised: Promised;
  request: PromiseRequest;
  asked?: string;
}

const PROMISES = {
  name: 'promising-keep',
  text: `
    insert into promise (id, asked, fingerprint, demand, request, status, made_at, changed_at, expires_at, answer)
    select p.id, p.asked, p.fingerprint, p.demand, p.request, p.status, p.made_at, p.made_at, p.expires_at, p.answer
    from ${fromColumns(['text', 'text', 'text', 'text', 'json', 'text', 'timestamptz', 'timestamptz', 'json'])}
      as p (id, asked, fingerprint, demand, request, status, made_at, expires_at, answer)`,
};

const PARTS = {
  name: 'promising-keep-parts',
  text: `
    insert into reservation (promise, n, line, item, site, day, arrives, quantity, confidence, state)
    select r.* from ${fromColumns(['text', 'int', 'text', 'text', 'text', 'date', 'date', 'numeric', 'real', 'text'])} as r`,
};

/** Writes new promises and their parts; nothing of it waits for an answer. */
export function keepPromises(connection: Connection, later: Later, all: readonly Kept[]): void {
  if (all.length === 0) return;
  const values = [
    column(all.map(({ promised }) => promised.id)),
    column(all.map(({ asked }) => asked)),
    column(all.map(({ request }) => fingerprint(request))),
    column(all.map(({ request }) => request.demand)),
    column(all.map(({ request }) => JSON.stringify(request))),
    column(all.map(({ promised }) => promised.status)),
    column(all.map(({ promised }) => promised.madeAt)),
    column(all.map(({ promised }) => promised.expiresAt)),
    column(all.map(({ promised: { said, lines } }) => JSON.stringify({ said, lines }))),
  ];
  later(connection.query({ ...PROMISES, values }));
  keepParts(
    connection,
    later,
    all.map(({ promised }) => ({ promised, first: 1 })),
  );
}

/** Writes the parts of promises, numbered from `first`. */
export function keepParts(
  connection: Connection,
  later: Later,
  all: readonly { promised: Promised; first: number }[],
): void {
  const rows = all.flatMap(({ promised: { id, status, lines }, first }) =>
    lines
      .flatMap(({ line, item, parts }) => parts.map((part) => ({ line, item, ...part })))
      .map((part, i) => ({ ...part, promise: id, n: first + i, state: status })),
  );
  if (rows.length === 0) return;
  const values = [
    column(rows.map(({ promise }) => promise)),
    column(rows.map(({ n }) => n)),
    column(rows.map(({ line }) => line)),
    column(rows.map(({ item }) => item)),
    column(rows.map(({ site }) => site)),
    column(rows.map(({ day }) => day)),
    column(rows.map(({ arrives }) => arrives)),
    column(rows.map(({ quantity }) => quantity)),
    column(rows.map(({ confidence }) => confidence)),
    column(rows.map(({ state }) => state)),
  ];
  later(connection.query({ ...PARTS, values }));
}

interface Row {
  id: string;
  asked: string | null;
  fingerprint: string;
  demand: string | null;
  status: PromiseStatus;
  made_at: Instant;
  expires_at: Instant | null;
  answer: Pick<Promised, 'said' | 'lines'>;
}

const COLUMNS = 'id, asked, fingerprint, demand, status, made_at, expires_at, answer';

/** The promises that were given when the same was asked before, by who asked. */
export async function readAsked(
  db: Queryable,
  asked: readonly string[],
): Promise<Map<string, { promised: Promised; fingerprint: string }>> {
  if (asked.length === 0) return new Map();
  const { rows } = await db.query<Row>({
    name: 'promising-asked',
    text: `select ${COLUMNS} from promise where asked = any($1)`,
    values: [asked],
  });
  return new Map(
    rows.map((row) => [row.asked!, { promised: toPromised(row), fingerprint: row.fingerprint }]),
  );
}

export async function readPromise(db: Queryable, id: string): Promise<Promised | undefined> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from promise where id = $1`, [id]);
  return rows[0] && toPromised(rows[0]);
}

/** The promises for a document, the oldest first. */
export async function readPromisesFor(db: Queryable, demand: string): Promise<Promised[]> {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from promise where demand = $1 order by id`, [
    demand,
  ]);
  return rows.map(toPromised);
}

/** Promises and what was asked for, by id. */
export async function readPromises(
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, Pick<Kept, 'promised' | 'request'>>> {
  const { rows } = await db.query<Row & { request: PromiseRequest }>(
    `select ${COLUMNS}, request from promise where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { promised: toPromised(row), request: row.request }]));
}

function toPromised({ id, status, demand, made_at, expires_at, answer }: Row): Promised {
  return {
    ...{ id, status },
    ...(demand !== null && { demand }),
    madeAt: made_at,
    ...(status === 'held' && expires_at !== null && { expiresAt: expires_at }),
    ...answer,
  };
}
