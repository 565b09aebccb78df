import { type Gate, type Holds, watchHolds } from './gate.ts';
import type { WindowGuard } from './windowGuard.ts';

/** What holds one interface alone, and how it goes through the gate of its system. */
export interface InterfaceGate {
  own: Holds;
  /** Closed also while the interface itself is. */
  gate: Gate;
}

export function interfaceGate(gate: Gate, closed: WindowGuard): InterfaceGate {
  const own = watchHolds([closed]);
  const changed = async (ms: number, signal: AbortSignal) => {
    const first = new AbortController();
    const either = AbortSignal.any([signal, first.signal]);
    await Promise.race([own.changed(ms, either), gate.changed(ms, either)]);
    first.abort();
  };
  return {
    own,
    gate: {
      hold: () => own.hold() ?? gate.hold(),
      changed,
      run: async (turn, send) => {
        if (own.hold()) return undefined;
        // It may have been paused while it waited for its turn.
        return gate.run(turn, async (deliveries) => (own.hold() ? undefined : send(deliveries)));
      },
      met: gate.met,
    },
  };
}
