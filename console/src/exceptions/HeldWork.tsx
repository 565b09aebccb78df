import { Link } from '@tanstack/react-router';
import type { Interface, Sites } from '../ask/sites.ts';
import { At } from '../parts/At.tsx';
import { Mark } from '../parts/Mark.tsx';
import { useNamed } from '../parts/named.ts';
import tables from '../parts/tables.module.css';
import { count, fewOf, lasting, titleOf } from '../parts/words.ts';
import styles from './Exceptions.module.css';
import { type Held, heldWork } from './heldAlike.ts';

const WHY: Record<NonNullable<Interface['hold']>['state'], string> = {
  'held-window': 'maintenance',
  'held-circuit': 'cannot be reached',
  'held-throttle': 'asked for a pause, or its limit is used up',
  'held-gate': 'not complete enough to go live',
};

const UNTOLD: Record<string, string> = {
  'nothing-waits': 'nothing waits',
  'end-unknown': 'not known until it is back',
  'rate-unknown': 'not known: it has sent nothing yet',
  'arrivals-faster': 'not at this rate: more comes than leaves',
};

/** Whether the reason begins with what would be said before it. */
function saysItself({ state, reason }: NonNullable<Interface['hold']>): boolean {
  return reason.startsWith(WHY[state]);
}

/** What waits without a decision: held by a window, a circuit, a limit; and when it will have caught up. */
export function HeldWork({ sites }: { sites: Sites }) {
  const held = heldWork(sites);
  if (held.length === 0) return null;
  return (
    <section className={styles['held']}>
      <h2>Held, and goes on by itself</h2>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>System</th>
            <th>Why</th>
            <th>Since</th>
            <th>Until</th>
            <th data-number>Waiting</th>
            <th>Caught up</th>
          </tr>
        </thead>
        <tbody>
          {held.map((each) => (
            <HeldRow key={`${each.system} ${each.interfaces}`} held={each} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeldRow({ held: { site, system, interfaces, hold, waiting, caughtUpAt, untold } }: { held: Held }) {
  const named = useNamed();
  return (
    <tr>
      <td className={styles['of']}>
        <Mark health="held" size={11} />{' '}
        <Link to="/systems/$system" params={{ system }}>
          {titleOf(system)}
        </Link>{' '}
        {interfaces && <small title={interfaces.join(', ')}>{fewOf(interfaces)}</small>}
      </td>
      <td>
        {saysItself(hold) ? '' : <p>{WHY[hold.state]}</p>} <small>{named(hold.reason)}</small>
      </td>
      <td>
        <At time={hold.since} site={site} />
      </td>
      <td>{hold.until ? <At time={hold.until} site={site} /> : 'not known'}</td>
      <td data-number>{waiting === undefined ? '–' : count(waiting)}</td>
      <td>
        {caughtUpAt ? (
          <>
            <At time={caughtUpAt} site={site} />{' '}
            <small>in {lasting(Math.max(0, (Date.parse(caughtUpAt) - Date.now()) / 1000))}</small>
          </>
        ) : (
          <small>{UNTOLD[untold ?? ''] ?? ''}</small>
        )}
      </td>
    </tr>
  );
}
