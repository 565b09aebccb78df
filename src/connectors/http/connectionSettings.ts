import Type, { type Static } from 'typebox';
import { bytes, closed, duration, secret } from './settingKinds.ts';

const Auth = Type.Union(
  [
    Type.Object({ bearer: secret('Token sent as `Authorization: Bearer`.') }, closed),
    Type.Object(
      {
        basic: Type.Object(
          {
            user: Type.String({ description: 'User at the target.' }),
            password: secret('Password of the user.'),
          },
          closed,
        ),
      },
      closed,
    ),
    Type.Object(
      {
        apiKey: Type.Object(
          { header: Type.String({ description: 'Header that carries the key.' }), value: secret('The key.') },
          closed,
        ),
      },
      closed,
    ),
    Type.Object(
      {
        oauth2: Type.Object(
          {
            tokenUrl: Type.String({
              description: 'Where the token is asked for (client credentials, RFC 6749 4.4).',
            }),
            clientId: Type.String({ description: 'Client as registered at the token server.' }),
            clientSecret: secret('Secret of the client.'),
            scope: Type.Optional(Type.String({ description: 'Scopes, separated by blanks.' })),
          },
          closed,
        ),
      },
      closed,
    ),
  ],
  { description: 'How the hub shows who it is.' },
);
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
