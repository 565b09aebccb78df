import { query } from '../query.ts';
import type { Finding, Verdict } from './verdict.ts';

/** A place where planning promises from: what its balance says, and what that rests on. */
export interface Balance {
  item: string;
  site: string;
  /** `-infinity`: at hand. */
  day: string;
  supply: number;
  demand: number;
  reserved: number;
  /** The same, summed up of what is told and of what is reserved. */
  sums: { supply: number; demand: number; reserved: number };
}

/** All balances at one moment. Those that nothing rests on and that say nothing are not there. */
export async function readBalances(database: string): Promise<Balance[]> {
  return query<Balance>(
    database,
    `with rests as (
         select item, site, day, sum(supply) as supply, sum(demand) as demand, sum(reserved) as reserved from (
           select item, site, day, supply, demand, 0 as reserved from promise_basis
           union all
           select item, site, day, 0, 0, quantity from reservation where state in ('held', 'confirmed', 'shipped')
         ) each group by item, site, day)
       select item, site, day::text as day,
         coalesce(b.supply, 0)::float8 as supply, coalesce(b.demand, 0)::float8 as demand, coalesce(b.reserved, 0)::float8 as reserved,
         json_build_object('supply', coalesce(r.supply, 0), 'demand', coalesce(r.demand, 0), 'reserved', coalesce(r.reserved, 0)) as sums
       from promise_balance b full join rests r using (item, site, day)`,
  );
}

const KINDS = ['supply', 'demand', 'reserved'] as const;

/** To the unit: there is as much of everything as what is told and what is reserved come to. */
export function judgeBalances(balances: readonly Balance[]): Verdict {
  const findings = balances.flatMap((balance) =>
    KINDS.filter((kind) => balance[kind] !== Number(balance.sums[kind])).map((kind) =>
      finding(balance, kind),
    ),
  );
  return { told: balances.length, effects: balances.length - findings.length, findings };
}

function finding(balance: Balance, kind: (typeof KINDS)[number]): Finding {
  const { item, site, day, sums } = balance;
  const isMore = balance[kind] > Number(sums[kind]);
  return {
    fault: isMore ? 'doubled' : 'lost',
    what: `promising: ${kind} of ${item} at ${site} on ${day} is ${balance[kind]}, and what it rests on is ${sums[kind]}`,
    trace: item,
    parked: { systems: [], mark: item },
  };
}
