import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { disturb, type Fault, simulated } from '../ask/simulated.ts';
import { useDecision } from '../parts/useDecision.ts';
import styles from './SystemPage.module.css';

/** What may go wrong, and what is then seen. */
const FAULTS: readonly (Fault & { verb: string; seen: string })[] = [
  {
    fault: 'cut',
    verb: 'Cut it off',
    seen: 'It cannot be reached: what is for it waits in the ledger, and nothing is lost.',
  },
  {
    fault: 'slow',
    amount: 1000,
    verb: 'Slow it down',
    seen: 'Each answer takes a second longer: its lag grows, and the others do not notice.',
  },
  {
    fault: 'throttle',
    amount: 1,
    verb: 'Throttle it',
    seen: 'It takes one request a second: it is held for as long as it asks for, and no attempt is spent.',
  },
  {
    fault: 'dirty',
    amount: 30,
    verb: 'Let it mistype',
    seen: 'Of what it tells 30 % is mistyped: each such message waits under Exceptions, with what would mend it.',
  },
];

const HEALED = 'It works as at the start, and what has waited for it drains.';
const CLEAN: Fault = { fault: 'dirty', amount: 1 };

/** Of a simulated system alone: a newcomer lets something go wrong, and watches the hub cope. */
export function Disturbances({ system }: { system: string }) {
  const { data } = useQuery(simulated);
  const disturbing = useDecision(
    async ({ seen, ...fault }: Fault & { seen: string }) => {
      await disturb(system, fault);
      // Healing is of the connection; what it mistypes is its own.
      if (fault.fault === 'heal') await disturb(system, CLEAN);
      return seen;
    },
    ['sites'],
  );
  if (!data?.systems.includes(system)) return null;
  return (
    <section className={styles['disturb']} aria-label="Let something go wrong">
      <h2>
        Let something go wrong <small>this system is simulated</small>
      </h2>
      <div>
        {FAULTS.map(({ verb, ...fault }) => (
          <Button key={verb} variant="default" onClick={() => disturbing.mutate(fault)}>
            {verb}
          </Button>
        ))}
        <Button onClick={() => disturbing.mutate({ fault: 'heal', seen: HEALED })}>Make it well again</Button>
      </div>
      <p role="status">
        {disturbing.error
          ? `${disturbing.error.told.detail} ${disturbing.error.told.advice}`
          : disturbing.data}
      </p>
    </section>
  );
}
