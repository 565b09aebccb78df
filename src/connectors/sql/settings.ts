import Type, { type Static } from 'typebox';
import { durationPattern } from '../../vocabulary/duration.ts';

const closed = { additionalProperties: false };
const column = { minLength: 1, maxLength: 128 };
const columns = (description: string) =>
  Type.Array(Type.String(column), { description, minItems: 1, maxItems: 16, uniqueItems: true });
const duration = (description: string, standard: string) =>
  Type.String({ description, pattern: durationPattern, default: standard });
const sqlFile = (description: string) =>
  Type.String({
    description,
    pattern: '\\.sql$',
    'x-file': true,
    'x-expected': 'a file such as `items.sql`',
  });
/** Goes into statements as it stands: `items`, `erp.items`, `"Items"`. */
const table = (description: string) =>
  Type.String({ description, pattern: '^[A-Za-z_"`][A-Za-z0-9_$."`]{0,127}$' });

export const Connection = Type.Object(
  {
    url: Type.String({
      description: '`postgresql://user:password@host/database`, or `mysql://` and `mariadb://`.',
      pattern: '^(postgres|postgresql|mysql|mariadb)://',
      'x-secret': true,
    }),
    schema: Type.Optional(
      Type.String({
        ...column,
        description: 'Schema (PostgreSQL) or database (MariaDB, MySQL) of unqualified names.',
      }),
    ),
    timezone: Type.Optional(
      Type.String({ description: 'IANA zone of times stored without zone; default: the zone of the site.' }),
    ),
    charset: Type.Optional(
      Type.Enum(['utf8mb4', 'utf8', 'latin1', 'latin2', 'cp1250', 'cp1251', 'ascii'], {
        description: 'Character set of the connection for reading from MariaDB and MySQL.',
        default: 'utf8mb4',
      }),
    ),
    connections: Type.Optional(
      Type.Integer({ description: 'Connections kept open at most.', minimum: 1, maximum: 100, default: 8 }),
    ),
    statementTimeout: Type.Optional(duration('The longest that one statement may take.', '60s')),
  },
  closed,
);
export type Connection = Static<typeof Connection>;

export const Read = Type.Object(
  {
    query: sqlFile('Selects the rows, in any order; may use `:cursor.COLUMN`.'),
    cursor: Type.Optional(
      columns(
        'Columns that grow with every change, the last one telling rows apart: `[CHG_TS, ITNO]`. Without: every poll reads all rows.',
      ),
    ),
    key: columns('Columns that identify a row.'),
    version: Type.Optional(
      columns('Columns that change with every change of the row; default: a hash of the row.'),
    ),
    sourceTime: Type.Optional(
      Type.String({
        ...column,
        description:
          'Column with the time of the change; default: the first cursor column when it is a time.',
      }),
    ),
    every: Type.Optional(duration('Pause between two polls.', '5s')),
    overlap: Type.Optional(
      duration('How long a transaction of the source may last without its rows being missed.', '30s'),
    ),
    nulls: Type.Optional(
      Type.Enum(['include', 'exclude'], {
        description: 'Whether rows whose cursor columns are null are looked for.',
        default: 'include',
      }),
    ),
    batch: Type.Optional(
      Type.Integer({ description: 'Rows per batch.', minimum: 1, maximum: 100_000, default: 1000 }),
    ),
    after: Type.Optional(
      sqlFile('Run once for each row of a batch that is durable; `:COLUMN` names its columns.'),
    ),
  },
  closed,
);
export type Read = Static<typeof Read>;

const Staging = Type.Object(
  {
    table: table('Table that the target system works off itself.'),
    id: Type.String({
      ...column,
      description: 'Column with a unique index that takes the id of the delivery.',
    }),
    columns: columns('Columns filled from the fields of the same name in the mapped document.'),
    lines: Type.Optional(
      sqlFile(
        'Run for each row before it is put, in the same transaction: what stands under it, such as the lines of an order.',
      ),
    ),
  },
  { ...closed, description: 'Rows are put into a staging table.' },
);

const Confirm = Type.Object(
  {
    query: Type.Optional(
      sqlFile('Selects the id column and the result columns; default: the staging table itself.'),
    ),
    status: Type.String({ ...column, description: 'Column with the state of the row.' }),
    message: Type.Optional(
      Type.String({ ...column, description: 'Column with the words of the target system.' }),
    ),
    localKey: Type.Optional(
      Type.String({ ...column, description: 'Column with the key the target system gave.' }),
    ),
    accepted: Type.Array(Type.String(), { description: 'States that mean done.', minItems: 1 }),
    rejected: Type.Array(Type.String(), { description: 'States that mean refused.', minItems: 1 }),
    every: Type.Optional(duration('Pause between two looks.', '1s')),
    timeout: Type.Optional(duration('How long one attempt waits for the target system.', '60s')),
  },
  { ...closed, description: 'How the target system tells what became of a staged row.' },
);

const sending = {
  bulk: Type.Optional(
    Type.Integer({
      description: 'Deliveries per transaction at most.',
      minimum: 1,
      maximum: 10_000,
      default: 1000,
    }),
  ),
  localTimes: Type.Optional(
    columns('Parameters whose instants are written as times of the site without zone.'),
  ),
};

const WriteStatement = Type.Object(
  {
    statement: sqlFile('One statement with `:FIELD` parameters from the mapped document.'),
    localKey: Type.Optional(
      Type.String({
        ...column,
        description: 'Column of `returning` with the key the target gave; `insertId` in MySQL.',
      }),
    ),
    ledger: Type.Optional(
      table('Table in the target in which delivery ids are kept, so that a plain insert has one effect.'),
    ),
    ...sending,
  },
  closed,
);
const WriteStaging = Type.Object({ staging: Staging, confirm: Type.Optional(Confirm), ...sending }, closed);
export const Write = Type.Union([WriteStatement, WriteStaging], {
  description: 'A statement, or a staging table.',
});
export type WriteStatement = Static<typeof WriteStatement>;
export type WriteStaging = Static<typeof WriteStaging>;
export type Write = Static<typeof Write>;
