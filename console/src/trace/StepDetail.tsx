import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { At } from '../parts/At.tsx';
import { Attempts } from '../parts/Attempts.tsx';
import { Said } from '../parts/Said.tsx';
import { sayInterface, titleOf, wordsOf } from '../parts/words.ts';
import { Checks } from './Checks.tsx';
import { type Journey, placeOf, type Step, sayStep, systemOf, timeLineOf, triesBefore } from './journey.ts';
import { Mapping } from './Mapping.tsx';
import { Outgoing } from './Outgoing.tsx';
import styles from './Trace.module.css';

/** All there is on one step. */
export function StepDetail({ journey, n }: { journey: Journey; n: number }) {
  const { placed, links } = timeLineOf(journey);
  const chosen = placed[n];
  if (!chosen) return null;
  const { step } = chosen;
  const before = links.find(({ to }) => to.n === n)?.from.step;
  const after = links.find(({ from }) => from.n === n)?.to.step;
  const received = step.kind === 'received' ? step : before?.kind === 'received' ? before : undefined;
  const entry = step.kind === 'recorded' ? step : after?.kind === 'recorded' ? after : undefined;
  return (
    <section className={styles['detail']} aria-label="Step">
      <h2>
        <Said>{sayStep(step)}</Said>
      </h2>
      <Facts step={step} />
      {received?.raw !== undefined && entry && (
        <>
          <Checks position={entry.position} />
          <Mapping received={received} position={entry.position} />
        </>
      )}
      {step.kind === 'held' && <Attempts tries={step.tries} system={systemOf(step)} />}
      {step.kind === 'delivered' && (
        <Attempts
          system={systemOf(step)}
          tries={triesBefore(journey, step)}
          through={{ at: step.sentAt, said: step.detail ?? '' }}
        />
      )}
      {goesOut(step) && (
        <Outgoing
          interface={step.interface}
          position={step.position}
          sha256={step.kind === 'delivered' ? step.sha256 : undefined}
        />
      )}
      {step.kind === 'held' && step.raw !== undefined && <pre>{step.raw}</pre>}
    </section>
  );
}

/** On its way to a target, or there. */
function goesOut(step: Step): step is Extract<Step, { interface: string }> & { position: number } {
  if (step.kind === 'held') return step.direction === 'out' && step.position !== undefined;
  return step.kind === 'delivered' || step.kind === 'waiting';
}

function Facts({ step }: { step: Step }) {
  return (
    <dl className={styles['facts']}>
      {factsOf(step).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(step: Step): [string, ReactNode][] {
  const facts: [string, ReactNode | undefined][] = [
    ['At', <At key="at" time={step.at} {...placeOf(step)} as="seconds" />],
    [
      step.kind === 'recorded' ? 'Told by' : 'Interface',
      step.kind === 'recorded' ? titleOf(systemOf(step)) : sayInterface(step.interface),
    ],
  ];
  if (step.kind === 'received') facts.push(['From', step.origin], ['Mapping', step.mapping]);
  if (step.kind === 'recorded') {
    facts.push(
      ['Version', step.version],
      ['Changed', step.changed?.join(', ')],
      ['True since', <At key="t" time={step.time} {...placeOf(step)} as="seconds" />],
    );
  }
  if (step.kind === 'delivered') {
    facts.push(
      ['Attempts', step.attempts],
      ['Its key there', step.localKey],
      ['It said', step.detail],
      ['Mapping', step.mapping],
    );
    facts.push(['By replay', step.replay]);
  }
  if (step.kind === 'held') {
    facts.push(['State', step.state], ['Advice', step.problem.advice], ['Attempts', step.attempts]);
    facts.push([
      'Message',
      <Link key="m" to="/exceptions/$message" params={{ message: String(step.id) }}>
        mend it
      </Link>,
    ]);
  }
  if (step.kind === 'waiting')
    facts.push(['Lag of the target', `${Math.round(step.lagSeconds)} s`], ['Held', step.hold?.reason]);
  facts.push(['About', `${wordsOf(step.entity)} ${step.key}`]);
  return facts.filter((fact): fact is [string, ReactNode] => fact[1] !== undefined && fact[1] !== '');
}
