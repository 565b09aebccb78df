import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { At } from '../parts/At.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { many } from '../parts/words.ts';
import styles from './Operations.module.css';

interface Page<Row> {
  rows: Row[];
  register: { behind: number; complete: boolean };
}

interface RowsProps<Row> {
  of: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  label: string;
  /** Cells of the head. */
  head: ReactNode;
  row: (row: Row) => ReactNode;
  /** What is said when there is nothing, and nothing narrows the list. */
  none: { title: string; says: string };
  narrowed: boolean;
}

/** The rows of a list, and the way to more of them. */
export function Rows<Row>({ of, label, head, row, none, narrowed }: RowsProps<Row>) {
  return (
    <Told of={of} rows={10}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        return (
          <>
            {pages[0]?.register.complete === false && (
              <p className={styles['note']} role="status">
                The records that were there before are still being gone through: not all of them are here yet.
              </p>
            )}
            {rows.length === 0 && (
              <Empty title={narrowed ? 'Nothing fits this' : none.title}>
                {narrowed ? 'Take away what narrows the list, and more of it comes back.' : none.says}
              </Empty>
            )}
            {rows.length > 0 && (
              <Wide label={label} old={of.isPlaceholderData}>
                <table className={tables['table']}>
                  <thead>
                    <tr>{head}</tr>
                  </thead>
                  <tbody>{rows.map(row)}</tbody>
                </table>
              </Wide>
            )}
            {rows.length > 0 && (
              <Moment
                at={of.dataUpdatedAt}
                behind={Math.max(...pages.map(({ register }) => register.behind))}
              />
            )}
            {of.hasNextPage && (
              <div className={styles['more']}>
                <Button
                  variant="default"
                  loading={of.isFetchingNextPage}
                  onClick={() => void of.fetchNextPage()}
                >
                  Show more
                </Button>
              </div>
            )}
          </>
        );
      }}
    </Told>
  );
}

/** Of when figures and rows are: what comes meanwhile is in the next ones. */
function Moment({ at, behind }: { at: number; behind: number }) {
  return (
    <p className={styles['moment']}>
      As of <At time={new Date(at).toISOString()} as="seconds" />
      {behind > 0 && `; the newest ${many(behind, 'change')} of all systems may not be in it yet`}.
    </p>
  );
}
