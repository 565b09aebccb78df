import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { WorkPage } from 'api/operations/work/contract.ts';
import { type WorkItem, work } from '../ask/work.ts';
import { Age } from '../parts/Age.tsx';
import { AskKey } from '../parts/AskKey.tsx';
import { Assignment } from '../parts/Assignment.tsx';
import { sayCause } from '../parts/cause.ts';
import { PickList, stopOf } from '../parts/PickList.tsx';
import { Said } from '../parts/Said.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { count, many, wordsOf } from '../parts/words.ts';
import { ConflictPanel } from './ConflictPanel.tsx';
import styles from './MasterData.module.css';
import { MasterDataHead } from './MasterDataHead.tsx';
import { MatchPanel } from './MatchPanel.tsx';
import { WorkPanel } from './WorkPanel.tsx';

const route = getRouteApi('/inside/master-data');

const KINDS: Record<WorkItem['kind'], string> = {
  match: 'Same thing?',
  conflict: 'Conflicts',
  request: 'Change requests',
  approval: 'Approvals',
  translation: 'Translations',
  completion: 'New things',
  quality: 'Quality',
};

export function MasterDataPage() {
  const { kind } = route.useSearch();
  const all = useQuery(work({ limit: 1 }));
  const found = useQuery(work({ ...(kind && { kind }), limit: 200 }));
  return (
    <>
      <MasterDataHead actions={<FindRecord />}>
        {all.data
          ? `${many(all.data.total, 'decision waits', 'decisions wait')} for stewards`
          : 'What is true, and who says so'}
      </MasterDataHead>
      {all.data && <Kinds page={all.data} chosen={kind} />}
      <Told of={found} rows={10}>
        {({ items, total }) => <Items items={items} total={total} />}
      </Told>
    </>
  );
}

function Kinds({ page: { total, kinds }, chosen }: { page: WorkPage; chosen: WorkItem['kind'] | undefined }) {
  return (
    <nav className={styles['kinds']} aria-label="Kinds of decisions">
      <Link
        to="/master-data"
        search={{}}
        activeOptions={{ exact: true }}
        aria-current={chosen === undefined ? 'true' : undefined}
      >
        All <span>{count(total)}</span>
      </Link>
      {(Object.keys(KINDS) as WorkItem['kind'][]).map((kind) => (
        <Link
          key={kind}
          to="/master-data"
          search={{ kind }}
          aria-current={kind === chosen ? 'true' : undefined}
        >
          {KINDS[kind]} <span>{count(kinds[kind] ?? 0)}</span>
        </Link>
      ))}
    </nav>
  );
}

function Items({ items, total }: { items: readonly WorkItem[]; total: number }) {
  const { kind, item } = route.useSearch();
  const nameOf = (each: Named) => `${each.kind} ${each.id}`;
  const chosen = items.find((each) => nameOf(each) === item) ?? (item === undefined ? items[0] : named(item));
  const listed = items.some((each) => each === chosen);
  if (items.length === 0 && !chosen)
    return <Empty title="Nothing waits for a steward">What takes a decision comes here by itself.</Empty>;
  return (
    <div className={styles['split']}>
      <PickList label="Decisions" className={styles['items']}>
        {items.map((each, n) => (
          <li key={nameOf(each)}>
            <Link
              to="/master-data"
              search={{ ...(kind && { kind }), item: nameOf(each) }}
              className={styles['item']}
              tabIndex={stopOf(listed ? each === chosen : n === 0)}
              aria-current={each === chosen ? 'true' : undefined}
            >
              <Said alone>{sayCause(each.title)}</Said>
              <small data-overdue={each.overdue || undefined}>
                {KINDS[each.kind]} · {wordsOf(each.entity)} · <Age since={each.openedAt} site={each.site} />
                {each.overdue && ' · overdue'}
                {each.assignee && ` · ${each.assignee}`}
              </small>
            </Link>
          </li>
        ))}
        {items.length < total && (
          <li className={styles['more']}>and {many(total - items.length, 'more', 'more')}, due later</li>
        )}
      </PickList>
      {chosen ? (
        <Panel key={nameOf(chosen)} item={chosen} />
      ) : (
        <Empty title="That is decided">Choose another on the left.</Empty>
      )}
    </div>
  );
}

type Named = Pick<WorkItem, 'kind' | 'id'>;

/** What an address names, whether or not it is in the list: `conflict 12`. */
function named(item: string): Named | undefined {
  const at = item.indexOf(' ');
  const [kind, id] = [item.slice(0, at), item.slice(at + 1)];
  return kind in KINDS ? { kind: kind as WorkItem['kind'], id } : undefined;
}

function Panel({ item }: { item: Named | WorkItem }) {
  const assignment = 'dueAt' in item && <Assignment item={item} />;
  if (item.kind === 'match') return <MatchPanel id={item.id}>{assignment}</MatchPanel>;
  if (item.kind === 'conflict') return <ConflictPanel id={item.id}>{assignment}</ConflictPanel>;
  return <WorkPanel item={item} />;
}

function FindRecord() {
  const navigate = useNavigate();
  const ask = (key: string) => {
    if (key !== '') void navigate({ to: '/records', search: { key } });
  };
  return (
    <AskKey
      {...{ ask, label: 'Number or key of a record', placeholder: 'An item, customer, order …' }}
      says="Show the record"
      variant="default"
      className={styles['find']}
    />
  );
}
