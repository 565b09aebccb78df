import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ShipmentRow, ShipmentsPage } from 'api/experience/shipments/contract.ts';
import { Day } from '../parts/Day.tsx';
import { given } from '../parts/given.ts';
import { titleOf, wordsOf } from '../parts/words.ts';
import { list, type OpenNarrowing } from './ask.ts';
import { DueDay } from './DueDay.tsx';
import { Figures } from './Figures.tsx';
import { OpenNarrow } from './OpenNarrow.tsx';
import { Rows } from './Rows.tsx';

const route = getRouteApi('/inside/operations/shipments');
const STATES = ['planned', 'released', 'picking', 'packed', 'departed', 'arrived'];

/** Shipments that have not reached who gets them. */
export function Shipments() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: OpenNarrowing) =>
    void navigate({ search: (now: OpenNarrowing) => given({ ...now, ...part }), replace: true });
  const shipments = useInfiniteQuery(list<ShipmentsPage>('shipments', { ...search }));
  const counts = shipments.data?.pages[0]?.counts;
  return (
    <>
      {counts && (
        <Figures
          label="Shipments"
          figures={[
            { value: counts.open, says: 'shipments under way', capped: counts.capped },
            { value: counts.late, says: 'late', bad: true },
            { value: counts.states['departed'] ?? 0, says: 'on the road' },
            {
              value: (counts.states['picking'] ?? 0) + (counts.states['packed'] ?? 0),
              says: 'being picked and packed',
            },
          ]}
        />
      )}
      <OpenNarrow
        path="shipments"
        search={search}
        placeholder="A shipment, a tracking number …"
        order={STATES}
        states={counts?.states}
        change={change}
      />
      <Rows
        of={shipments}
        label="Shipments"
        narrowed={Object.keys(search).length > 0}
        none={{
          title: 'Nothing is under way',
          says: 'Shipments come here when a warehouse or an ERP makes them, until they are delivered.',
        }}
        head={
          <>
            <th>Shipment</th>
            <th>From</th>
            <th>To</th>
            <th>State</th>
            <th>Left</th>
            <th>Expected</th>
            <th>Carrier</th>
            <th>Orders</th>
          </>
        }
        row={(row) => <Shipment key={row.key} row={row} />}
      />
    </>
  );
}

function Shipment({ row }: { row: ShipmentRow }) {
  const { key, number, site, to, state, left, day, late, carrier, tracking, orders } = row;
  return (
    <tr>
      <td>
        <Link to="/trace" search={{ key, entity: 'shipment' }}>
          {number}
        </Link>
      </td>
      <td>{site === undefined ? '–' : titleOf(site)}</td>
      <td>{to ?? '–'}</td>
      <td data-whole>{wordsOf(state)}</td>
      <td>{left === undefined ? '–' : <Day day={left} />}</td>
      <td>
        <DueDay day={day} late={late} />
      </td>
      <td>
        {carrier ?? (tracking === undefined && '–')} <small>{tracking}</small>
      </td>
      <td>{orders.length === 0 ? '–' : orders.join(', ')}</td>
    </tr>
  );
}
