import Type, { type Static } from 'typebox';
import { Reason } from './contract.ts';

export const EditParked = Type.Object(
  {
    document: Type.Unknown({ description: 'The whole document, as the mapping is to get it.' }),
    reason: Reason,
  },
  { additionalProperties: false },
);
export type EditParked = Static<typeof EditParked>;

export const UnblockParked = Type.Object({ reason: Reason }, { additionalProperties: false });

export const Unblocked = Type.Object({
  id: Type.Integer(),
  key: Type.String(),
  freed: Type.Integer({ description: 'Messages that waited behind it and may go on.' }),
});
export type Unblocked = Static<typeof Unblocked>;
