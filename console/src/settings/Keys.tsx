import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeysAnswer } from 'api/operations/keys/contract.ts';
import { useState } from 'react';
import { get } from '../ask/ask.ts';
import { session } from '../ask/session.ts';
import { At } from '../parts/At.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { titleOf } from '../parts/words.ts';
import { AddKey } from './AddKey.tsx';
import { RevokeKey } from './RevokeKey.tsx';
import { mayOf } from './roles.ts';
import styles from './Settings.module.css';

type Key = KeysAnswer['keys'][number];

export function Keys() {
  const { data: me } = useQuery(session);
  if (me && me.role !== 'admin') {
    return (
      <Empty title="Keys are for administrators">
        You are {me.name}, {me.role}. An administrator sees who has a key here, gives and takes them.
      </Empty>
    );
  }
  return <KeysInUse me={me?.name} />;
}

function KeysInUse({ me }: { me: string | undefined }) {
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => get<KeysAnswer>('/operations/v1/keys', {}, signal),
  });
  const [revoked, setRevoked] = useState<string>();
  return (
    <div className={styles['keys']}>
      <Told of={keys}>
        {(data) => (
          <table className={tables['table']}>
            <thead>
              <tr>
                <th>Name</th>
                <th>Role</th>
                <th>Acts at</th>
                <th>Since</th>
                <th>
                  <VisuallyHidden>Revoke</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.keys.map((key) => (
                <Row key={key.name} of={key} isMine={key.name === me} revoke={() => setRevoked(key.name)} />
              ))}
            </tbody>
          </table>
        )}
      </Told>
      <AddKey />
      {revoked !== undefined && <RevokeKey name={revoked} close={() => setRevoked(undefined)} />}
    </div>
  );
}

function Row({ of, isMine, revoke }: { of: Key; isMine: boolean; revoke: () => void }) {
  const { name, role, sites, madeAt, madeBy } = of;
  return (
    <tr>
      <td>
        {name} {isMine && <small>you</small>}
      </td>
      <td title={mayOf(role)}>{role}</td>
      <td>{sites ? sites.map(titleOf).join(', ') : 'every site'}</td>
      <td>
        <At time={madeAt} /> <small>by {madeBy ?? 'the hub'}</small>
      </td>
      <td data-number>
        <Button variant="default" size="compact-xs" onClick={revoke} aria-label={`Revoke the key of ${name}`}>
          Revoke
        </Button>
      </td>
    </tr>
  );
}
