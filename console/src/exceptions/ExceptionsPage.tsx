import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { GroupsAnswer, ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { groups } from '../ask/parked.ts';
import { sitesNow } from '../ask/sites.ts';
import { Age } from '../parts/Age.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { count, many } from '../parts/words.ts';
import styles from './Exceptions.module.css';
import { GroupPanel } from './GroupPanel.tsx';
import { HeldWork } from './HeldWork.tsx';
import { titleOfGroup } from './titleOfGroup.ts';

const route = getRouteApi('/inside/exceptions');

export function ExceptionsPage() {
  const found = useQuery(groups);
  const sites = useQuery(sitesNow);
  return (
    <>
      <PageHead title="Exceptions">
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

function Groups({ data }: { data: GroupsAnswer }) {
  const { group: asked } = route.useSearch();
  const chosen =
    data.groups.find(({ id }) => id === asked) ?? (asked === undefined ? data.groups[0] : undefined);
  if (data.groups.length === 0 && asked === undefined) {
    return (
      <Empty title="Nothing waits for a decision">
        A message that cannot go on comes here, with what would mend it; all others go on.
      </Empty>
    );
  }
  return (
    <div className={styles['split']}>
      <ol className={styles['groups']} aria-label="Causes">
        {data.groups.map((group) => (
          <GroupRow key={group.id} group={group} chosen={group.id === chosen?.id} />
        ))}
      </ol>
      {chosen ? (
        <GroupPanel key={chosen.id} group={chosen} />
      ) : (
        <Empty title="This cause is gone">
          Nothing is parked for it any more. Choose another on the left.
        </Empty>
      )}
    </div>
  );
}

function GroupRow({ group, chosen }: { group: ParkedGroup; chosen: boolean }) {
  const { id, count: size, behind, oldest, interfaces, actor } = group;
  return (
    <li>
      <Link
        to="/exceptions"
        search={{ group: id }}
        className={styles['group']}
        aria-current={chosen ? 'true' : undefined}
        data-mended={group.mended || undefined}
      >
        <span className={styles['size']}>{count(size)}</span>
        <span className={styles['title']}>
          {titleOfGroup(group)}
          <small>
            {interfaces[0]}
            {interfaces.length > 1 && ` and ${many(interfaces.length - 1, 'more', 'more')}`} · {actor} ·{' '}
            <Age since={oldest} />
            {behind > 0 && ` · ${many(behind, 'waits', 'wait')} behind`}
            {group.mended && ' · mended: hand them back'}
          </small>
        </span>
      </Link>
    </li>
  );
}
