import Type, { type Static } from 'typebox';
import { Instant } from '../operations/contract.ts';
import { Me } from '../operations/keys/contract.ts';
import { InstanceView } from '../process/contract.ts';

const secret = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

export const SignIn = Type.Union([
  Type.Object({ key: secret('A key of the hub.') }, { additionalProperties: false }),
  Type.Object({ link: secret('What a sign-in link holds; it works once.') }, { additionalProperties: false }),
  Type.Object(
    {
      returned: Type.String({
        minLength: 1,
        maxLength: 8000,
        description: 'The query that the provider sent the browser back with.',
      }),
    },
    { additionalProperties: false },
  ),
]);
export type SignIn = Static<typeof SignIn>;

export const Session = Type.Object({
  ...Me.properties,
  enterprise: Type.String(),
});
export type Session = Static<typeof Session>;

export const SignInWays = Type.Object({
  provider: Type.Optional(
    Type.String({ description: 'What people call the provider where they sign in; absent: by key alone.' }),
  ),
});
export type SignInWays = Static<typeof SignInWays>;

export const SignInAddress = Type.Object({
  address: Type.String({ description: 'At the provider: the browser goes there.' }),
});
export type SignInAddress = Static<typeof SignInAddress>;

export const SignedOut = Type.Object({ signedOut: Type.Literal(true) });

export const SignInLink = Type.Object({
  path: Type.String({
    description: 'Below the address of the hub; opens the console once, as whom asked for it.',
  }),
  endsAt: Instant,
});
export type SignInLink = Static<typeof SignInLink>;

export const FoundQuery = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 300, description: 'A key as `trace` takes it.' }),
  },
  { additionalProperties: false },
);
export const FoundAnswer = Type.Object({
  instances: Type.Array(InstanceView, {
    description: 'Of processes: the newest that know what the text names.',
  }),
  records: Type.Array(
    Type.Object({
      entity: Type.String(),
      key: Type.String({ description: 'Canonical key.' }),
      label: Type.String({ description: 'What people call it by.' }),
    }),
    { description: 'Those whose numbers and names begin with the words of the text, a few of each entity.' },
  ),
});
export type FoundAnswer = Static<typeof FoundAnswer>;

/** What one message of the live stream says: of these there is news. */
export const LIVE_TOPICS = [
  'ledger',
  'parked',
  'systems',
  'maintenance',
  'processes',
  'codes',
  'register',
  'landscape',
  'keys',
  'quality',
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];
