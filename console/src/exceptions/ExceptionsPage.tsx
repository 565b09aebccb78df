import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { GroupOrder, GroupsAnswer, ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { useRef } from 'react';
import { groups } from '../ask/parked.ts';
import { sitesNow } from '../ask/sites.ts';
import { Age } from '../parts/Age.tsx';
import { Choice } from '../parts/Choice.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { PickList, stopOf } from '../parts/PickList.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { count, many, sayInterface, systemOfInterface } from '../parts/words.ts';
import styles from './Exceptions.module.css';
import { Gone } from './Gone.tsx';
import { GroupPanel } from './GroupPanel.tsx';
import { GROUP_ORDERS } from './groupOrders.ts';
import { HeldWork } from './HeldWork.tsx';
import { Title } from './Title.tsx';
import { sayWorth } from './worth.ts';

const route = getRouteApi('/inside/exceptions');

export function ExceptionsPage() {
  const { first = 'largest' } = route.useSearch();
  const found = useQuery(groups(first));
  const sites = useQuery(sitesNow);
  return (
    <>
      <PageHead title="Exceptions" actions={<First first={first} />}>
        {found.data
          ? `${many(found.data.total.messages, 'message waits', 'messages wait')} for a decision, from ${many(found.data.total.groups, 'cause')}`
          : 'What waits for a decision'}
      </PageHead>
      {sites.data && <HeldWork sites={sites.data} />}
      <Told of={found} rows={10}>
        {(data) => <Groups data={data} />}
      </Told>
    </>
  );
}

function First({ first }: { first: GroupOrder }) {
  const navigate = useNavigate();
  return (
    <Choice
      label="Which come first"
      value={first}
      choose={(value) =>
        void navigate({ to: '/exceptions', search: ({ after: _, ...now }) => ({ ...now, first: value }) })
      }
      options={GROUP_ORDERS}
    />
  );
}

function Groups({ data }: { data: GroupsAnswer }) {
  const { group: asked, first } = route.useSearch();
  const last = useRef<ParkedGroup>(undefined);
  const chosen =
    data.groups.find(({ id }) => id === asked) ?? (asked === undefined ? data.groups[0] : undefined);
  if (chosen) last.current = chosen;
  // What was handed back is watched to its end, though nothing is parked for the cause any more.
  const shown = chosen ?? (last.current?.id === asked ? last.current : undefined);
  if (data.groups.length === 0 && asked === undefined) {
    return (
      <Empty title="Nothing waits for a decision">
        A message that cannot go on comes here, with what would mend it; all others go on.
      </Empty>
    );
  }
  return (
    <div className={styles['split']}>
      <PickList label="Causes" className={styles['groups']}>
        {data.groups.map((group, n) => (
          <GroupRow
            key={group.id}
            group={group}
            first={first}
            chosen={group.id === chosen?.id}
            stop={stopOf(chosen ? group.id === chosen.id : n === 0)}
          />
        ))}
      </PickList>
      {shown ? <GroupPanel key={shown.id} group={shown} gone={!chosen} /> : <Gone />}
    </div>
  );
}

interface GroupRowProps {
  group: ParkedGroup;
  first: GroupOrder | undefined;
  chosen: boolean;
  stop: 0 | -1;
}

function GroupRow({ group, first, chosen, stop }: GroupRowProps) {
  const { id, count: size, behind, orders, oldest, interfaces, actor } = group;
  return (
    <li>
      <Link
        to="/exceptions"
        search={{ ...(first && { first }), group: id }}
        className={styles['group']}
        tabIndex={stop}
        aria-current={chosen ? 'true' : undefined}
        data-mended={group.mended || undefined}
      >
        <span className={styles['size']}>{count(size)}</span>
        <span className={styles['title']}>
          <Title group={group} />
          <small>
            {interfaces[0] && sayInterface(interfaces[0])}
            {interfaces.length > 1 && ` and ${many(interfaces.length - 1, 'more', 'more')}`} · {actor} ·{' '}
            <Age since={oldest} system={interfaces[0] && systemOfInterface(interfaces[0])} />
            {behind > 0 && ` · ${many(behind, 'waits', 'wait')} behind`}
            {orders > 0 && (
              <>
                {' · '}
                <strong>{sayWorth(group)}</strong>
              </>
            )}
            {group.mended && ' · mended: hand them back'}
          </small>
        </span>
      </Link>
    </li>
  );
}
