import { EventEmitter } from 'node:events';
import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import type { Happening } from './circuit.ts';
import {
  changeCircuit,
  claimSystem,
  readSystem,
  type SystemState,
  throttleSystem,
  UNKNOWN,
} from './systemState.ts';

/** How a system stands, as this process knows it; what it finds out is written for all, one after the other. */
export interface Standing {
  readonly system: string;
  now(): SystemState;
  /** Reads what all processes know. */
  refresh(): Promise<SystemState>;
  happened(happening: Happening): void;
  throttled(milliseconds: number, reason: string): void;
  /** Whether this process may ask the system, or send the one send that decides. */
  claim(work: 'ask' | 'send'): Promise<boolean>;
  watch(changed: () => void): void;
  /** Resolves when all that was found out so far is written. */
  written(): Promise<void>;
}

export function createStanding(pool: Pool, system: string, log: Log): Standing {
  const changes = new EventEmitter();
  let state = UNKNOWN;
  let last: Promise<unknown> = Promise.resolve();
  const learn = (known: SystemState) => {
    if (known.circuit.state !== state.circuit.state)
      log.warn({ was: state.circuit.state, cause: known.circuit.cause }, `circuit ${known.circuit.state}`);
    state = known;
    changes.emit('changed');
    return known;
  };
  const refresh = async () => learn(await readSystem(pool, system));
  /** A database that is away stops all else too; what was not written is found out again. */
  const inTurn = (write: () => Promise<unknown>) => {
    last = last
      .then(write)
      .catch((error: Error) => log.warn({ error: error.message }, 'what a send met is not recorded'));
  };
  return {
    system,
    now: () => state,
    refresh,
    happened: (happening) => inTurn(async () => learn(await changeCircuit(pool, system, happening))),
    throttled: (milliseconds, reason) => {
      const until = Date.now() + milliseconds;
      if (until > (state.throttle?.until ?? 0)) learn({ ...state, throttle: { until, reason } });
      inTurn(() => throttleSystem(pool, system, milliseconds, reason));
    },
    claim: async (work) => {
      const claimed = await claimSystem(pool, system, work);
      await refresh();
      return claimed;
    },
    watch: (changed) => changes.on('changed', changed),
    written: () => last.then(() => {}),
  };
}
