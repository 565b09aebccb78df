import Type, { type Static } from 'typebox';
import { roles } from '../../../vocabulary/role.ts';
import { Instant } from '../contract.ts';

const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\s\\u0000-\\u001f]+$',
  description: 'The person or program that acts under it; it stands with all they decide.',
});

const RoleName = Type.Enum([...roles], {
  description:
    'viewer reads; operator keeps the line going (parked work, windows, circuits, replays, processes); steward decides what is true; integrator changes the landscape too; admin all, and keys. Default: viewer.',
});

const Sites = Type.Array(Type.String(), {
  minItems: 1,
  description: 'Codes of the sites where they may act; everywhere, when absent. They read everything.',
});

export const AddKey = Type.Object(
  { name: Name, role: Type.Optional(RoleName), sites: Type.Optional(Sites) },
  { additionalProperties: false },
);

export const KeyAdded = Type.Object({
  name: Type.String(),
  key: Type.String({ description: 'Shown this once; the database keeps only its hash.' }),
});
export type KeyAdded = Static<typeof KeyAdded>;

export const Key = Type.Object({
  name: Type.String(),
  role: RoleName,
  sites: Type.Optional(Sites),
  madeAt: Instant,
  madeBy: Type.Optional(Type.String({ description: 'Absent: the hub, at its first start.' })),
});
export type Key = Static<typeof Key>;

export const KeysAnswer = Type.Object({ keys: Type.Array(Key) });
export type KeysAnswer = Static<typeof KeysAnswer>;

export const RevokeKey = Type.Object({ name: Name }, { additionalProperties: false });

export const KeyRevoked = Type.Object({ name: Type.String() });
export type KeyRevoked = Static<typeof KeyRevoked>;

export const Me = Type.Object({ name: Type.String(), role: RoleName, sites: Type.Optional(Sites) });
export type Me = Static<typeof Me>;
