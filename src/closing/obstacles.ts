import type { Queryable } from '../database/pool.ts';
import type { InterfaceStatus, SiteStatus } from '../observability/status.ts';

/** What is asked of the hub: what still keeps the books of a company from being closed. */
export interface ClosingQuestion {
  /** Sites of the company. */
  sites: readonly string[];
  /** Last day of the period. */
  until: string;
  /** Seconds that an interface may be behind. */
  lag: number;
}

/** One reason why a period is not ready, at a site or at an interface. */
export interface Obstacle {
  kind: 'openDelivery' | 'notInvoiced' | 'unmatchedInvoice' | 'unposted' | 'lagging';
  site?: string;
  interface?: string;
  count: number;
  /** Keys of some of them. */
  examples: string[];
}

const EXAMPLES = 5;

/** Documents by site: key and site of each. */
const DOCUMENTS: Record<'openDelivery' | 'notInvoiced' | 'unmatchedInvoice', string> = {
  openDelivery: `
    ${inState('shipment', ['released', 'picking', 'packed'])} and left(r.data -> 'planned' ->> 'ship', 10) <= $2`,
  notInvoiced: 'select distinct site, shipment as key from uninvoiced where site = any($1) and day <= $2',
  unmatchedInvoice: `
    ${inState('invoice', ['issued', 'blocked'])} and r.data ->> 'direction' = 'payable' and r.data ->> 'documentDate' <= $2`,
};

function inState(entity: string, states: readonly string[]): string {
  return `select g.site, g.key from register g join record r using (entity, key)
          where g.entity = '${entity}' and g.site = any($1) and g.state = any('{${states}}')`;
}

/** What keeps the period open, document by document and interface by interface, as far as the register has come; empty: it is ready. */
export async function readObstacles(
  db: Queryable,
  status: readonly SiteStatus[],
  question: ClosingQuestion,
): Promise<Obstacle[]> {
  const kinds = Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[];
  const documents = await Promise.all(kinds.map((kind) => readDocuments(db, kind, question)));
  return [...documents.flat(), ...interfacesOf(status, question)];
}

async function readDocuments(
  db: Queryable,
  kind: keyof typeof DOCUMENTS,
  { sites, until }: ClosingQuestion,
): Promise<Obstacle[]> {
  const { rows } = await db.query<{ site: string; count: number; examples: string[] }>({
    name: `closing-${kind}`,
    text: `select site, count(*)::int as count, (array_agg(key order by key))[1:${EXAMPLES}] as examples
           from (${DOCUMENTS[kind]}) open group by 1 order by 1`,
    values: [sites, until],
  });
  return rows.map((row) => ({ kind, ...row }));
}

const POSTINGS = new Set(['productionConfirmation', 'inventoryMovement', 'invoice', 'shipment']);

/** Of the systems at these sites: messages that were not posted, and interfaces that have not come far enough. */
function interfacesOf(status: readonly SiteStatus[], { sites, lag }: ClosingQuestion): Obstacle[] {
  const interfaces = status
    .filter(({ code }) => sites.includes(code))
    .flatMap(({ code, systems }) =>
      systems.flatMap((system) => system.interfaces.map((each) => ({ site: code, each }))),
    )
    .filter(({ each }) => POSTINGS.has(each.entity));
  return interfaces.flatMap(({ site, each }): Obstacle[] => {
    const waiting = waitingAt(each);
    const about = { site, interface: each.id, examples: [] };
    const isLate = each.lagSeconds === null || each.lagSeconds > lag;
    return [
      ...(waiting > 0 ? [{ kind: 'unposted' as const, ...about, count: waiting }] : []),
      ...(isLate ? [{ kind: 'lagging' as const, ...about, count: Math.round(each.lagSeconds ?? 0) }] : []),
    ];
  });
}

function waitingAt({ open }: InterfaceStatus): number {
  return Object.values(open).reduce((sum, count) => sum + count, 0);
}
