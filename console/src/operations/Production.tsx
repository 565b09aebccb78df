import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ProductionPage, ProductionRow } from 'api/experience/production/contract.ts';
import { Day } from '../parts/Day.tsx';
import { given } from '../parts/given.ts';
import { titleOf, wordsOf } from '../parts/words.ts';
import { list, type OpenNarrowing } from './ask.ts';
import { DueDay } from './DueDay.tsx';
import { Figures } from './Figures.tsx';
import { OpenNarrow } from './OpenNarrow.tsx';
import styles from './Operations.module.css';
import { quantityOf } from './quantityOf.ts';
import { Rows } from './Rows.tsx';
import { Unit } from './Unit.tsx';

const route = getRouteApi('/inside/operations/production');
const STATES = ['planned', 'created', 'released', 'inProgress'];

/** Production orders that are not done with, and how far they are. */
export function Production() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: OpenNarrowing) =>
    void navigate({ search: (now: OpenNarrowing) => given({ ...now, ...part }), replace: true });
  const orders = useInfiniteQuery(list<ProductionPage>('production', { ...search }));
  const counts = orders.data?.pages[0]?.counts;
  return (
    <>
      {counts && (
        <Figures
          label="Production orders"
          figures={[
            { value: counts.open, says: 'open production orders', capped: counts.capped },
            { value: counts.late, says: 'late', bad: true },
            { value: counts.states['inProgress'] ?? 0, says: 'being made' },
            { value: counts.states['released'] ?? 0, says: 'may begin' },
          ]}
        />
      )}
      <OpenNarrow
        path="production"
        search={search}
        placeholder="An order …"
        order={STATES}
        states={counts?.states}
        change={change}
      />
      <Rows
        of={orders}
        label="Production orders"
        narrowed={Object.keys(search).length > 0}
        none={{
          title: 'Nothing is to be made',
          says: 'Production orders come here when an ERP plans or releases them.',
        }}
        head={
          <>
            <th>Order</th>
            <th>Item</th>
            <th>Site</th>
            <th>State</th>
            <th>Begins</th>
            <th>Due</th>
            <th data-number>Made</th>
            <th>Progress</th>
          </>
        }
        row={(row) => <Order key={row.key} row={row} />}
      />
    </>
  );
}

function Order({ row }: { row: ProductionRow }) {
  const { key, number, item, site, state, from, day, late, quantity, made, unit, share, held } = row;
  return (
    <tr>
      <td>
        <Link to="/trace" search={{ key, entity: 'productionOrder' }}>
          {number}
        </Link>
      </td>
      <td>
        {item?.number} <small>{item?.name}</small>
      </td>
      <td>{site === undefined ? '–' : titleOf(site)}</td>
      <td>
        {wordsOf(state)}
        {held && <strong className={styles['held']}> stopped</strong>}
      </td>
      <td>{from === undefined ? '–' : <Day day={from} />}</td>
      <td>
        <DueDay day={day} late={late} />
      </td>
      <td data-number>
        {quantity === undefined ? (
          '–'
        ) : (
          <>
            {quantityOf(made ?? '0')} of {quantityOf(quantity)} <Unit code={unit ?? ''} />
          </>
        )}
      </td>
      <td>
        {share !== null && (
          <progress
            className={styles['progress']}
            max={1}
            value={Math.min(1, share)}
            aria-label={`${Math.round(share * 100)} % of ${number} is made`}
          />
        )}
      </td>
    </tr>
  );
}
