import Type, { type Static } from 'typebox';
import { CIRCUIT_STATES, type CircuitState } from '../../../delivery/circuit.ts';

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

export const CircuitAnswer = Type.Object({ system: Type.String(), was: State, circuit: State });
export type CircuitAnswer = Static<typeof CircuitAnswer>;
