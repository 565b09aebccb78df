import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { session } from '../ask/session.ts';
import { Told } from '../parts/Told.tsx';
import { titleOf } from '../parts/words.ts';
import { mayOf } from './roles.ts';
import styles from './Settings.module.css';

export function WhoAmI() {
  const me = useQuery(session);
  return (
    <Told of={me}>
      {({ name, role, sites, enterprise }) => (
        <dl className={styles['facts']}>
          <div>
            <dt>You are</dt>
            <dd>
              <strong>{name}</strong>
              <p>
                All you decide stands under this name in the{' '}
                <Link to="/settings/audit" search={{ actor: name }}>
                  audit log
                </Link>
                .
              </p>
            </dd>
          </div>
          <div>
            <dt>Your role</dt>
            <dd>
              <strong>{role}</strong>
              <p>{mayOf(role)}</p>
            </dd>
          </div>
          <div>
            <dt>You act at</dt>
            <dd>
              <strong>{sites ? sites.map(titleOf).join(', ') : 'every site'}</strong>
              <p>You read everything of {titleOf(enterprise)}.</p>
            </dd>
          </div>
        </dl>
      )}
    </Told>
  );
}
