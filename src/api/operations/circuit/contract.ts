import Type, { type Static } from 'typebox';
import { CIRCUIT_STATES, type CircuitState } from '../../../delivery/circuit.ts';
import { Instant } from '../contract.ts';

export const CircuitRequest = Type.Object(
  {
    action: Type.Literal('close', {
      description: 'Sends go again at once; when they meet nobody it opens anew.',
    }),
    reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1000, description: 'Kept with the decision.' }),
    ),
  },
  { additionalProperties: false },
);
export type CircuitRequest = Static<typeof CircuitRequest>;

const State = Type.Enum(Object.keys(CIRCUIT_STATES) as CircuitState[]);

export const CircuitAnswer = Type.Object({
  system: Type.String(),
  was: State,
  circuit: State,
  pause: Type.Optional({ ...Instant, description: 'Until when it asked to be left alone: that is over.' }),
});
export type CircuitAnswer = Static<typeof CircuitAnswer>;
