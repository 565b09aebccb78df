import { Progress } from '@mantine/core';
import type { SystemDetail } from 'api/operations/systems/contract.ts';
import type { ReactNode } from 'react';
import { At } from '../parts/At.tsx';
import { amount, count } from '../parts/words.ts';
import styles from './SystemPage.module.css';

/** What it bears, and how much of that is used. `perMinute`: messages of all its interfaces now. */
export function Limits({ detail, perMinute }: { detail: SystemDetail; perMinute: number }) {
  const { site, pause } = detail;
  const { concurrency, perSecond, perDay } = detail.limits;
  return (
    <section>
      <h2>Limits</h2>
      <dl className={styles['limits']}>
        {pause && (
          <div data-held>
            <dt>It asked for a pause</dt>
            <dd>
              until <At time={pause.until} site={site} as="seconds" />: {pause.reason}
            </dd>
          </div>
        )}
        {perSecond !== undefined && (
          <Used name="Messages a minute" used={perMinute} limit={perSecond * 60}>
            {amount(perSecond)} a second
          </Used>
        )}
        {perDay && (
          <Used name="Reserved today" used={perDay.used} limit={perDay.limit}>
            the next day begins at <At time={perDay.endsAt} site={site} as="time" />
          </Used>
        )}
        <div>
          <dt>Sends at once</dt>
          <dd>{count(concurrency)} of each hub process</dd>
        </div>
        {perSecond === undefined && !perDay && (
          <div>
            <dt>Messages</dt>
            <dd>no limit is declared</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

interface UsedProps {
  name: string;
  used: number;
  limit: number;
  children: ReactNode;
}

function Used({ name, used, limit, children }: UsedProps) {
  const share = Math.min(100, (used / limit) * 100);
  return (
    <div data-full={share >= 90 || undefined}>
      <dt>{name}</dt>
      <dd>
        <strong>
          {count(used)} of {count(limit)}
        </strong>
        <Progress value={share} size="sm" aria-label={`${name}: ${Math.round(share)} % used`} />
        <small>{children}</small>
      </dd>
    </div>
  );
}
