import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { CodeLists } from 'api/operations/codes/listsContract.ts';
import { PickList, stopOf } from '../parts/PickList.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { many, sentenceOf, stepsOf } from '../parts/words.ts';
import { codeLists } from './askCodes.ts';
import { CodeListPanel } from './CodeListPanel.tsx';
import styles from './MasterData.module.css';
import { MasterDataHead } from './MasterDataHead.tsx';

const route = getRouteApi('/inside/master-data/codes');

type Summary = CodeLists['lists'][number];

/** The code lists, and how each system writes their values. */
export function CodesPage() {
  const { list: asked } = route.useSearch();
  return (
    <>
      <MasterDataHead>How each system writes what all of them mean.</MasterDataHead>
      <Told of={useQuery(codeLists)} rows={10}>
        {({ lists }) => {
          const sorted = lists.toSorted((a, b) => b.missing - a.missing);
          const chosen =
            lists.find(({ list }) => list === asked) ?? (asked === undefined ? sorted[0] : undefined);
          if (!chosen)
            return (
              <Empty
                title={
                  asked === undefined ? 'No system has words of its own' : `No system has words for ${asked}`
                }
              >
                Translations stand in the landscape's folder codes/, one file for each list and system.
              </Empty>
            );
          return (
            <div className={styles['split']}>
              <PickList label="Code lists" className={styles['items']}>
                {sorted.map((each) => (
                  <ListLink key={each.list} summary={each} chosen={each === chosen} />
                ))}
              </PickList>
              <CodeListPanel key={chosen.list} list={chosen.list} />
            </div>
          );
        }}
      </Told>
    </>
  );
}

function ListLink({ summary, chosen }: { summary: Summary; chosen: boolean }) {
  const { list, systems, values, gaps, missing } = summary;
  return (
    <li>
      <Link
        to="/master-data/codes"
        search={{ list }}
        className={styles['item']}
        tabIndex={stopOf(chosen)}
        aria-current={chosen ? 'true' : undefined}
      >
        <span title={list}>{sentenceOf(stepsOf(list).join(' '))}</span>
        <small data-overdue={missing > 0 || undefined}>
          {many(values, 'value')} · {many(systems.length, 'system')}
          {missing > 0
            ? ` · ${many(missing, 'word is', 'words are')} missing`
            : gaps > 0 && ` · ${many(gaps, 'gap')}`}
        </small>
      </Link>
    </li>
  );
}
