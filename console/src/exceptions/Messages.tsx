import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { messagesOf } from '../ask/parked.ts';
import { At } from '../parts/At.tsx';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Whole } from '../parts/Whole.tsx';
import { count } from '../parts/words.ts';
import styles from './Exceptions.module.css';

export function Messages({ group }: { group: string }) {
  return (
    <Told of={useQuery(messagesOf(group))}>
      {({ messages, total }) => (
        <div className={styles['messages']}>
          <table className={tables['table']}>
            <thead>
              <tr>
                <th>Message</th>
                <th>Says</th>
                <th>State</th>
                <th>Parked</th>
              </tr>
            </thead>
            <tbody>
              {messages.map(({ id, key, origin, problem, state, parkedAt }) => (
                <tr key={id}>
                  <td>
                    <Link to="/exceptions/$message" params={{ message: String(id) }}>
                      {key ?? origin ?? id}
                    </Link>
                  </td>
                  <td>
                    <small>
                      <Whole>{problem.detail}</Whole>
                    </small>
                  </td>
                  <td>{state}</td>
                  <td>
                    <At time={parkedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {total > messages.length && (
            <p className={styles['rest']}>
              The first {count(messages.length)} of {count(total)}, those that wait longest.
            </p>
          )}
        </div>
      )}
    </Told>
  );
}
