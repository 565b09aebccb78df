import Type, { type Static } from 'typebox';
import { bytes, closed, duration, field, secret } from './settingKinds.ts';

const PushAuth = Type.Union(
  [
    Type.Object(
      {
        key: Type.Object(
          { header: Type.String({ description: 'Header that carries the key.' }), value: secret('The key.') },
          closed,
        ),
      },
      closed,
    ),
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
  ],
  { description: 'How a sender shows that it may push.' },
);
export type PushAuth = Static<typeof PushAuth>;

export const Push = Type.Object(
  {
    push: Type.Literal(true, { description: 'The system calls `/in/<system>/<interface>`.' }),
    auth: PushAuth,
    bodyLimit: Type.Optional(bytes('Largest body taken.', '1MB')),
    id: Type.Optional(
      Type.Union(
        [
          Type.Object({ header: Type.String({ description: 'Header that carries the id.' }) }, closed),
          Type.Object({ field: field('Path in an item.') }, closed),
        ],
        { description: 'What makes a message unique; default: the content.' },
      ),
    ),
    items: Type.Optional(
      field('Path of a list in the body: each element is a message. A body that is a list needs no path.'),
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
