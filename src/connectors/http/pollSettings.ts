import Type, { type Static } from 'typebox';
import { ErrorWhen } from './errorWhen.ts';
import { closed, duration, field } from './settingKinds.ts';

const Paging = Type.Union(
  [
    Type.Literal('none'),
    Type.Object(
      {
        nextLink: Type.Object(
          {
            field: Type.Optional(
              field('Where the next address is; default `@odata.nextLink` or `d.__next`.'),
            ),
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
            first: Type.Optional(
              Type.Integer({ description: 'Number of the first page.', default: 1, minimum: 0 }),
            ),
            sizeParam: Type.Optional(Type.String({ description: 'Query parameter of the page size.' })),
            size: Type.Integer({ description: 'Items asked for in a page.', minimum: 1, maximum: 100_000 }),
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
            sizeParam: Type.Optional(Type.String({ description: 'Query parameter of the page size.' })),
            size: Type.Integer({ description: 'Items asked for in a page.', minimum: 1, maximum: 100_000 }),
          },
          closed,
        ),
      },
      closed,
    ),
    Type.Object(
      {
        cursor: Type.Object(
          {
            param: Type.String({ description: 'Query parameter of the cursor.' }),
            field: field('Where the next cursor is in the answer.'),
          },
          closed,
        ),
      },
      closed,
    ),
  ],
  { description: 'How a long list is read.' },
);
export type Paging = Static<typeof Paging>;

export const Poll = Type.Object(
  {
    path: Type.String({ description: 'Below the url of the connection.' }),
    query: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Sent with every page but linked ones.' }),
    ),
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
    batch: Type.Optional(
      Type.Integer({
        description: 'Messages handed over at once at most.',
        minimum: 1,
        maximum: 10_000,
        default: 500,
      }),
    ),
    errorWhen: Type.Optional(ErrorWhen),
  },
  closed,
);
export type Poll = Static<typeof Poll>;
