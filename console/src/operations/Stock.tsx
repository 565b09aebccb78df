import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { StockPage, StockRow } from 'api/experience/stock/contract.ts';
import { At } from '../parts/At.tsx';
import { given } from '../parts/given.ts';
import { Mark } from '../parts/Mark.tsx';
import { lasting, titleOf } from '../parts/words.ts';
import { list, sheetOf } from './ask.ts';
import { Narrow } from './Narrow.tsx';
import styles from './Operations.module.css';
import { quantityOf } from './quantityOf.ts';
import { Rows } from './Rows.tsx';
import { Unit } from './Unit.tsx';

const route = getRouteApi('/inside/operations/stock');

/** What there is of each item at each site, and how old that word is. */
export function Stock() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: { site?: string | undefined; text?: string | undefined }) =>
    void navigate({
      search: (now: { site?: string | undefined; text?: string | undefined }) => given({ ...now, ...part }),
      replace: true,
    });
  const stock = useInfiniteQuery(list<StockPage>('stock', { ...search }));
  const promising = stock.data?.pages[0]?.promising ?? false;
  return (
    <>
      <Narrow
        site={search.site}
        text={search.text}
        placeholder="An item's number or name …"
        change={change}
        sheet={sheetOf('stock', { ...search })}
      />
      <Rows
        of={stock}
        label="Stock"
        narrowed={Object.keys(search).length > 0}
        none={{
          title: 'No stock is known',
          says: 'It stands here as soon as a system that counts stock has told of it.',
        }}
        head={
          <>
            <th>Item</th>
            <th>Name</th>
            <th>Site</th>
            <th data-number>On hand</th>
            {promising && <th data-number>Reserved</th>}
            {promising && <th data-number>Available</th>}
            <th data-number className={styles['broken']}>
              Blocked, inspected
            </th>
            <th>Unit</th>
            <th>Last count</th>
            <th>Age</th>
          </>
        }
        row={(row) => (
          <Place key={`${row.item.key} ${row.site} ${row.unit}`} row={row} promising={promising} />
        )}
      />
    </>
  );
}

function Place({ row, promising }: { row: StockRow; promising: boolean }) {
  const { item, site, onHand, notFree, reserved, available, unit, asOf, ageSeconds, late } = row;
  return (
    <tr>
      <td>
        <Link to="/records" search={{ entity: 'item', key: item.key }}>
          {item.number}
        </Link>
      </td>
      <td>{item.name}</td>
      <td>{titleOf(site)}</td>
      <td data-number>
        <strong>{quantityOf(onHand)}</strong>
      </td>
      {promising && <td data-number>{quantityOf(reserved ?? '0')}</td>}
      {promising && <td data-number>{quantityOf(available ?? '0')}</td>}
      <td data-number>{notFree === '0' ? '–' : quantityOf(notFree)}</td>
      <td>
        <Unit code={unit} />
      </td>
      <td>{asOf === undefined ? '–' : <At time={asOf} site={site} />}</td>
      <td>
        <span className={styles['due']} data-late={late || undefined}>
          {late && <Mark health="late" size={12} />}
          {ageSeconds === null ? 'not told' : lasting(ageSeconds)}
        </span>
      </td>
    </tr>
  );
}
