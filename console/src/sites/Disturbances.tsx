import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { disturb, simulated } from '../ask/simulated.ts';
import { closeFor } from '../ask/systems.ts';
import { useDecision } from '../parts/useDecision.ts';
import styles from './SystemPage.module.css';

interface Disturbance {
  verb: string;
  /** What is then seen. */
  seen: string;
  cause(system: string): Promise<unknown>;
}

const DISTURBANCES: readonly Disturbance[] = [
  {
    verb: 'Cut it off',
    seen: 'It cannot be reached: what is for it waits in the ledger, and nothing is lost.',
    cause: (system) => disturb(system, { fault: 'cut' }),
  },
  {
    verb: 'Slow it down',
    seen: 'Each answer takes a second longer: its lag grows, and the others do not notice.',
    cause: (system) => disturb(system, { fault: 'slow', amount: 1000 }),
  },
  {
    verb: 'Throttle it',
    seen: 'It takes one request a second: it is held for as long as it asks for, and no attempt is spent.',
    cause: (system) => disturb(system, { fault: 'throttle', amount: 1 }),
  },
  {
    verb: 'Let it mistype',
    seen: 'Of what it tells 30 % is mistyped: each such message waits under Exceptions, with what would mend it.',
    cause: (system) => disturb(system, { fault: 'dirty', amount: 30 }),
  },
  {
    verb: 'Close it for maintenance',
    seen: 'It is closed for five minutes: what is for it waits in order, and no attempt is spent. Resume ends it early.',
    cause: (system) => closeFor(system, '5m', 'demo'),
  },
];

const MEND: Disturbance = {
  verb: 'Make it well again',
  seen: 'It works as at the start, and what has waited for it drains.',
  cause: async (system) => {
    await disturb(system, { fault: 'heal' });
    // Healing is of the connection; what it mistypes is its own.
    await disturb(system, { fault: 'dirty', amount: 1 });
  },
};

/** Of a simulated system alone: a newcomer lets something go wrong, and watches the hub cope. */
export function Disturbances({ system }: { system: string }) {
  const { data } = useQuery(simulated);
  const disturbing = useDecision(
    async ({ cause, seen }: Disturbance) => {
      await cause(system);
      return seen;
    },
    ['sites', 'maintenance'],
  );
  if (!data?.systems.includes(system)) return null;
  return (
    <section className={styles['disturb']} aria-label="Let something go wrong">
      <h2>
        Let something go wrong <small>this system is simulated</small>
      </h2>
      <div>
        {DISTURBANCES.map((each) => (
          <Button key={each.verb} variant="default" onClick={() => disturbing.mutate(each)}>
            {each.verb}
          </Button>
        ))}
        <Button onClick={() => disturbing.mutate(MEND)}>{MEND.verb}</Button>
      </div>
      <p role="status">
        {disturbing.error
          ? `${disturbing.error.told.detail} ${disturbing.error.told.advice}`
          : disturbing.data}
      </p>
    </section>
  );
}
