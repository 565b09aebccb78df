import type { HeldCommand } from '../delivery/handBack.ts';
import { commandId } from './commands.ts';
import type { Given } from './instance.ts';

/** Where a command stands with the line: refused and waiting for a person, taken out by one, or on its way, be it once more. */
export type Hold = 'parked' | 'taken out' | 'under way';

/** Of a command of one instance; undefined: the line has nothing of it. */
export type Holds = (given: Pick<Given, 'n'>) => Hold | undefined;

/** By the id of the command. */
export type Held = ReadonlyMap<string, readonly HeldCommand[]>;

export function holdsOf(held: Held, instance: string): Holds {
  return ({ n }) => {
    const states = messagesOf(held, instance, n).map(({ state }) => state);
    if (states.length === 0) return undefined;
    if (states.some((state) => state !== 'parked' && state !== 'discarded')) return 'under way';
    return states.includes('parked') ? 'parked' : 'taken out';
  };
}

export function messagesOf(held: Held, instance: string, n: string): readonly HeldCommand[] {
  return held.get(commandId(instance, n)) ?? [];
}
