import Type, { type Static } from 'typebox';

const secret = (description: string) => Type.String({ description, 'x-secret': true });
const duration = (description: string, standard?: string) =>
  Type.String({
    description,
    pattern: '^[0-9]+(ms|s|m|h|d)$',
    ...(standard === undefined ? {} : { default: standard }),
  });
const bytes = (description: string, standard: string) =>
  Type.String({ description, pattern: '^[0-9]+(B|KB|MB)$', default: standard });
const field = (description: string) => Type.String({ description, minLength: 1, maxLength: 200 });
const closed = { additionalProperties: false };

const ErrorWhen = Type.Object(
  {
    field: field('Path into the answer. The answer is an error when the field is there and says something.'),
    in: Type.Optional(Type.Array(Type.Unknown(), { description: 'Only these values are errors.' })),
    not: Type.Optional(Type.Array(Type.Unknown(), { description: 'Every value but these is an error.' })),
    message: Type.Optional(field("Where the answer's own words are.")),
    transient: Type.Optional(
      Type.Array(Type.Unknown(), { description: 'Values of `field` worth another try.' }),
    ),
  },
  { ...closed, description: 'Errors that come with HTTP 200.' },
);
export type ErrorWhen = Static<typeof ErrorWhen>;

const Auth = Type.Union([
  Type.Object({ bearer: secret('Token sent as `Authorization: Bearer`.') }, closed),
  Type.Object(
    { basic: Type.Object({ user: Type.String(), password: secret('Password of the user.') }, closed) },
    closed,
  ),
  Type.Object({ apiKey: Type.Object({ header: Type.String(), value: secret('The key.') }, closed) }, closed),
  Type.Object(
    {
      oauth2: Type.Object(
        {
          tokenUrl: Type.String({
            description: 'Where the token is asked for (client credentials, RFC 6749 4.4).',
          }),
          clientId: Type.String(),
          clientSecret: secret('Secret of the client.'),
          scope: Type.Optional(Type.String()),
        },
        closed,
      ),
    },
    closed,
  ),
]);
export type Auth = Static<typeof Auth>;

export const Connection = Type.Object(
  {
    url: Type.String({
      description: 'Base address; paths of interfaces are below it.',
      pattern: '^https?://',
    }),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Sent with every call.' }),
    ),
    auth: Type.Optional(Auth),
    timeout: Type.Optional(duration('From the call to the last byte of the answer.', '30s')),
    acceptLanguage: Type.Optional(
      Type.String({ description: 'Sent as Accept-Language; `*` breaks some servers.', default: 'en' }),
    ),
    csrf: Type.Optional(
      Type.Boolean({ description: 'Fetch an x-csrf-token before writing (SAP OData V2).', default: false }),
    ),
    connections: Type.Optional(
      Type.Integer({ description: 'Connections kept open at most.', minimum: 1, maximum: 256, default: 16 }),
    ),
    responseLimit: Type.Optional(bytes('Largest answer read, after decompression.', '16MB')),
  },
  closed,
);
export type Connection = Static<typeof Connection>;

const Paging = Type.Union([
  Type.Literal('none'),
  Type.Object(
    {
      nextLink: Type.Object(
        {
          field: Type.Optional(field('Where the next address is; default `@odata.nextLink` or `d.__next`.')),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Object(
    {
      page: Type.Object(
        {
          param: Type.String({ description: 'Query parameter of the page number.' }),
          first: Type.Optional(Type.Integer({ default: 1, minimum: 0 })),
          sizeParam: Type.Optional(Type.String()),
          size: Type.Integer({ minimum: 1, maximum: 100_000 }),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Object(
    {
      offset: Type.Object(
        {
          param: Type.String({ description: 'Query parameter of the offset.' }),
          sizeParam: Type.Optional(Type.String()),
          size: Type.Integer({ minimum: 1, maximum: 100_000 }),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Object(
    {
      cursor: Type.Object(
        { param: Type.String(), field: field('Where the next cursor is in the answer.') },
        closed,
      ),
    },
    closed,
  ),
]);
export type Paging = Static<typeof Paging>;

export const Poll = Type.Object(
  {
    path: Type.String({ description: 'Below the url of the connection.' }),
    query: Type.Optional(Type.Record(Type.String(), Type.String())),
    every: Type.Optional(duration('Time between two polls.', '30s')),
    items: Type.Optional(
      field('Path of the list in the answer; default: the answer itself, `value` or `d.results`.'),
    ),
    key: Type.Array(field('Path in an item.'), { description: 'What names a record.', minItems: 1 }),
    version: Type.Optional(
      field('Path of a value that moves with every change; without it the content itself is compared.'),
    ),
    sourceTime: Type.Optional(field('Path of the time of the change in an item.')),
    paging: Type.Optional(Paging),
    since: Type.Optional(
      Type.Object(
        {
          param: Type.Optional(
            Type.String({ description: 'Query parameter; default `$filter` with a filter.' }),
          ),
          filter: Type.Optional(Type.String({ description: 'Template: `changedAt gt {cursor}`.' })),
          field: Type.Optional(
            field(
              "Path in an item; the largest value read is the next cursor. Without it: the server's Date.",
            ),
          ),
          overlap: Type.Optional(duration('Read again, for records that were committed late.', '1m')),
        },
        { ...closed, description: 'Only what changed since the last complete reading.' },
      ),
    ),
    etag: Type.Optional(Type.Boolean({ description: 'Ask with If-None-Match.', default: true })),
    batch: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 500 })),
    errorWhen: Type.Optional(ErrorWhen),
  },
  closed,
);
export type Poll = Static<typeof Poll>;

const PushAuth = Type.Union([
  Type.Object({ key: Type.Object({ header: Type.String(), value: secret('The key.') }, closed) }, closed),
  Type.Object(
    {
      hmac: Type.Object(
        {
          header: Type.String({ description: 'Header that carries the signature.' }),
          secret: secret('The shared secret.'),
          algorithm: Type.Optional(
            Type.Union([Type.Literal('sha256'), Type.Literal('sha512'), Type.Literal('sha1')], {
              default: 'sha256',
            }),
          ),
          encoding: Type.Optional(
            Type.Union([Type.Literal('hex'), Type.Literal('base64')], { default: 'hex' }),
          ),
          prefix: Type.Optional(
            Type.String({ description: 'Before the signature in the header: `sha256=`.' }),
          ),
          timestampHeader: Type.Optional(
            Type.String({ description: 'Header with the time of sending; it is part of what is signed.' }),
          ),
          signed: Type.Optional(
            Type.String({
              description: 'What is signed; default `{body}`, with a timestamp `{timestamp}.{body}`.',
              pattern: '\\{body\\}',
            }),
          ),
          tolerance: Type.Optional(duration('How old or early a timestamp may be.', '5m')),
        },
        closed,
      ),
    },
    closed,
  ),
]);
export type PushAuth = Static<typeof PushAuth>;

export const Push = Type.Object(
  {
    push: Type.Literal(true, { description: 'The system calls `/in/<system>/<interface>`.' }),
    auth: PushAuth,
    bodyLimit: Type.Optional(bytes('Largest body taken.', '1MB')),
    id: Type.Optional(
      Type.Union(
        [
          Type.Object({ header: Type.String() }, closed),
          Type.Object({ field: field('Path in an item.') }, closed),
        ],
        { description: 'What makes a message unique; default: the content.' },
      ),
    ),
    items: Type.Optional(
      field('Path of a list in the body: each element is a message. `.` is the body itself.'),
    ),
    sourceTime: Type.Optional(field('Path of the time of the event in an item.')),
    batch: Type.Optional(
      Type.Integer({
        description: 'Messages made durable together at most.',
        minimum: 1,
        maximum: 10_000,
        default: 500,
      }),
    ),
    queue: Type.Optional(
      Type.Integer({
        description: 'Messages that may wait; beyond it 503.',
        minimum: 1,
        maximum: 1_000_000,
        default: 10_000,
      }),
    ),
    heartbeat: Type.Optional(duration('While idle, the watermark moves this often.', '30s')),
  },
  closed,
);
export type Push = Static<typeof Push>;

export const Read = Type.Union([Push, Poll]);

const Method = Type.Union([Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('PATCH')]);
const Bulk = Type.Object(
  {
    path: Type.Optional(Type.String({ description: 'Default: the path of the single call.' })),
    method: Type.Optional(Method),
    size: Type.Integer({ description: 'Documents in one call.', minimum: 1, maximum: 10_000 }),
    items: Type.Optional(
      Type.String({ description: 'Field that wraps the list; without it the body is the list.' }),
    ),
    results: Type.Optional(
      field('Path of the list of results, in the order sent; `.` is the answer itself.'),
    ),
    status: Type.Optional(field('In a result: HTTP status, word or true; default `status`.')),
    succeeded: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'Values of `status` that mean done; default 2xx, true, ok, success, created, updated.',
      }),
    ),
    message: Type.Optional(field("In a result: the target's own words.")),
  },
  closed,
);
export type Bulk = Static<typeof Bulk>;

export const Write = Type.Object(
  {
    method: Type.Optional(Method),
    path: Type.String({
      description: "Template below the url: `/Products('{localKey}')`, or a field of the document.",
    }),
    create: Type.Optional(
      Type.Object(
        { method: Type.Optional(Method), path: Type.String() },
        { ...closed, description: 'Used while the target has no key of its own for the thing.' },
      ),
    ),
    localKey: Type.Optional(
      field('Path in the answer of the key the target gave; else the Location header is read.'),
    ),
    idempotencyHeader: Type.Optional(Type.String({ default: 'Idempotency-Key' })),
    ifMatch: Type.Optional(
      Type.Boolean({ description: 'Update only the state that was read.', default: false }),
    ),
    bulk: Type.Optional(Bulk),
    success: Type.Optional(
      Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), { description: 'Default: 2xx.' }),
    ),
    errorWhen: Type.Optional(ErrorWhen),
    concurrency: Type.Optional(Type.Integer({ minimum: 1, maximum: 64, default: 8 })),
    batch: Type.Optional(
      Type.Integer({
        description: 'Deliveries handed over at once.',
        minimum: 1,
        maximum: 10_000,
        default: 64,
      }),
    ),
  },
  closed,
);
export type Write = Static<typeof Write>;
