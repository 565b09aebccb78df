import type { SystemDetail } from 'api/operations/systems/contract.ts';
import { titleOf } from '../parts/words.ts';
import styles from './SystemPage.module.css';

/** Where a system is, and as whom the hub comes to it. */
export function Connection({ detail: { connection } }: { detail: SystemDetail }) {
  const { connector, protocol, host, path, user } = connection;
  const facts = [
    ['Connector', titleOf(connector)],
    ['Protocol', protocol],
    ['Host', host],
    ['Path', path],
    ['User', user],
  ].filter(([, value]) => value !== undefined);
  return (
    <dl className={styles['connection']} aria-label="Connection">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
