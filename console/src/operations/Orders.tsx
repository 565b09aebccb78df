import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { OrderRow, OrdersPage, Threat } from 'api/experience/orders/contract.ts';
import { Choice } from '../parts/Choice.tsx';
import { Day } from '../parts/Day.tsx';
import { given } from '../parts/given.ts';
import { sayMoney } from '../parts/money.ts';
import { useNamed } from '../parts/named.ts';
import { Whole } from '../parts/Whole.tsx';
import { titleOf, wordsOf } from '../parts/words.ts';
import { list, sheetOf } from './ask.ts';
import { DueDay } from './DueDay.tsx';
import { Figures } from './Figures.tsx';
import { Narrow } from './Narrow.tsx';
import styles from './Operations.module.css';
import { Rows } from './Rows.tsx';

const route = getRouteApi('/inside/operations/');

const THREATS = [
  { value: 'all', label: 'All' },
  { value: 'any', label: 'Threatened' },
  { value: 'late', label: 'Late' },
  { value: 'deferred', label: 'Deferred' },
  { value: 'short', label: 'Short' },
  { value: 'waiting', label: 'Stuck' },
  { value: 'stale', label: 'Doubtful' },
] as const;

/** Orders of customers that are not fulfilled, the one wanted first at the top, and what threatens them. */
export function Orders() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: {
    site?: string | undefined;
    text?: string | undefined;
    threat?: string | undefined;
  }) =>
    void navigate({
      search: (now: { site?: string | undefined; text?: string | undefined; threat?: string | undefined }) =>
        given({ ...now, ...part }),
      replace: true,
    });
  const orders = useInfiniteQuery(list<OrdersPage>('orders', { ...search }));
  const counts = orders.data?.pages[0]?.counts;
  return (
    <>
      {counts && (
        <Figures
          label="Open orders"
          figures={[
            { value: counts.open, says: 'open orders', capped: counts.capped },
            { value: counts.late, says: 'late', bad: true },
            { value: counts.states['confirmed'] ?? 0, says: 'confirmed' },
            { value: counts.states['inProcess'] ?? 0, says: 'being delivered' },
          ]}
        />
      )}
      <Narrow
        {...search}
        site={search.site}
        text={search.text}
        placeholder="An order, a customer's number …"
        change={change}
        sheet={sheetOf('orders', { ...search })}
      >
        <Choice
          label="What threatens them"
          value={search.threat ?? 'all'}
          options={THREATS}
          choose={(threat) => change({ threat: threat === 'all' ? undefined : threat })}
        />
      </Narrow>
      <Rows
        of={orders}
        label="Open orders"
        narrowed={Object.keys(search).length > 0}
        none={{
          title: 'No order is open',
          says: 'What customers order comes here by itself, until it is fulfilled.',
        }}
        head={
          <>
            <th>Order</th>
            <th>Customer</th>
            <th>Site</th>
            <th>State</th>
            <th>Wanted</th>
            <th>Promised</th>
            <th data-number>Value</th>
            <th>What threatens it</th>
          </>
        }
        row={(row) => <Order key={row.key} row={row} />}
      />
    </>
  );
}

function Order({ row }: { row: OrderRow }) {
  const { key, number, customer, site, state, day, late, confirmed, value, threats } = row;
  return (
    <tr>
      <td>
        <Link to="/trace" search={{ key, entity: 'salesOrder' }}>
          <Whole>{number}</Whole>
        </Link>
      </td>
      <td>{customer?.name ?? customer?.number ?? '–'}</td>
      <td>{site === undefined ? '–' : titleOf(site)}</td>
      <td data-whole>{wordsOf(state)}</td>
      <td>
        <DueDay day={day} late={late} />
      </td>
      <td>{confirmed === undefined ? '–' : <Day day={confirmed} />}</td>
      <td data-number>{value ? sayMoney(value) : '–'}</td>
      <td>
        <Threats threats={threats} />
      </td>
    </tr>
  );
}

const WORDS: Record<Threat['kind'], string> = {
  late: 'late',
  deferred: 'deferred',
  short: 'short',
  waiting: 'stuck',
  stale: 'doubtful',
};

function Threats({ threats }: { threats: readonly Threat[] }) {
  const named = useNamed();
  if (threats.length === 0) return <span className={styles['nothing']}>nothing</span>;
  return (
    <ul className={styles['threats']}>
      {threats.map(({ kind, says, parked }) => (
        <li key={kind + says}>
          <strong data-kind={kind}>{WORDS[kind]}</strong>{' '}
          {parked === undefined ? (
            named(says)
          ) : (
            <Link to="/exceptions/$message" params={{ message: String(parked) }}>
              {named(says)}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
