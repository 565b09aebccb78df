import Type, { type Static } from 'typebox';
import { durationPattern } from '../../vocabulary/duration.ts';

const duration = (byDefault: string, description: string) =>
  Type.Optional(Type.String({ pattern: durationPattern, default: byDefault, description }));
const folder = (byDefault: string, description: string) =>
  Type.Optional(Type.String({ minLength: 1, default: byDefault, description }));

export const fileConnection = Type.Object(
  {
    folder: Type.String({
      minLength: 1,
      description:
        'The folder through which files are exchanged, on a local disk or a mounted share, relative to this file. It must be there.',
      'x-path': true,
      examples: ['/srv/exchange/wms-columbus'],
    }),
    marker: Type.Optional(
      Type.String({
        pattern: '^\\.[^/]+$',
        description:
          'A file, such as `.share`, that lies in the folder when the share is mounted. Without it nothing is read or written: else what is under an unmounted share would be taken for it.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Share = Static<typeof fileConnection>;

export const fileRead = Type.Object(
  {
    folder: folder('.', "Where the files arrive, below the connection's folder."),
    pattern: Type.Optional(
      Type.String({
        minLength: 1,
        default: '*',
        description: 'Which names are read: `*` any text, `?` one character, `{a,b}` either. Case counts.',
        examples: ['CONF_*.csv'],
      }),
    ),
    ready: Type.Optional(
      Type.String({
        pattern: '^[^/*]*\\*[^/*]*$',
        description:
          'A marker that the sender writes when a file is whole, `*` being the name of the file with or without its ending: `*.done`.',
        examples: ['*.done'],
      }),
    ),
    settle: duration(
      '2s',
      'Without a marker: how long size and time of a file stay the same before it counts as whole.',
    ),
    every: duration(
      '10s',
      'How often the folder is looked through, besides when the operating system reports a change.',
    ),
    order: Type.Optional(
      Type.Union([Type.Literal('name'), Type.Literal('time')], {
        default: 'name',
        description: 'In which order files are read: by name, or by time of last change.',
      }),
    ),
    batch: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        default: 1000,
        description: 'Records per batch at the most.',
      }),
    ),
    id: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description:
          'Fields that make a record unique for ever: a record with the same values is a duplicate, whatever file it comes in. Without them: the name and content of the file, and the place in it.',
      }),
    ),
    archive: folder('archive', 'Where files go when they are read, below the folder they arrived in.'),
    error: folder(
      'error',
      'Where a copy goes of files with records that could not be decoded, with the reasons beside it.',
    ),
    keep: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Leave the files where they are and remember them by name, time and size. For folders that are read-only.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type FileRead = Static<typeof fileRead>;

export const fileWrite = Type.Object(
  {
    folder: folder('.', "Where the files are put, below the connection's folder; made when it is missing."),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        pattern: '^[^/]+$',
        default: '{entity}-{id}.{extension}',
        description:
          'The name of a file, from `{id}` (of its first delivery; the same when sent again), `{entity}`, `{key}`, `{subject}`, `{localKey}`, `{date}`, `{extension}`.',
      }),
    ),
    per: Type.Optional(
      Type.Union([Type.Literal('batch'), Type.Literal('delivery')], {
        default: 'batch',
        description: 'One file for each batch, or for each delivery.',
      }),
    ),
    batch: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        default: 1000,
        description: 'Deliveries per batch at the most.',
      }),
    ),
    mode: Type.Optional(
      Type.Union([Type.Literal('replace'), Type.Literal('append')], {
        default: 'replace',
        description:
          'Whether a file of the same name is replaced, whole at once, or added to. What is added may be there twice after a failure.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type FileWrite = Static<typeof fileWrite>;
