import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { messagesOf } from '../ask/parked.ts';
import { At } from '../parts/At.tsx';
import { Pages } from '../parts/Pages.tsx';
import { Said } from '../parts/Said.tsx';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { count, many, systemOfInterface } from '../parts/words.ts';
import styles from './Exceptions.module.css';

const route = getRouteApi('/inside/exceptions');

export function Messages({ group }: { group: string }) {
  const { after } = route.useSearch();
  return (
    <Told of={useQuery(messagesOf(group, after))}>
      {({ messages, total, next }) => (
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
              {messages.map(({ id, key, origin, problem, state, parkedAt, interface: by }) => (
                <tr key={id}>
                  <td>
                    <Link to="/exceptions/$message" params={{ message: String(id) }}>
                      {key ?? origin ?? id}
                    </Link>
                  </td>
                  <td>
                    <small>
                      <Said alone>{problem.detail}</Said>
                    </small>
                  </td>
                  <td>{state}</td>
                  <td>
                    <At time={parkedAt} system={systemOfInterface(by)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {total > messages.length && (
            <Pages label="Pages of messages" after={after} next={next}>
              {count(messages.length)} of {many(total, 'message')}, those that wait longest first
            </Pages>
          )}
        </div>
      )}
    </Told>
  );
}
