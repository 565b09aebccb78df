import { column, fromColumns } from '../../database/columns.ts';
import type { Connection } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import { type Change, type Turned, type Turnover, turnoverOf } from './claims.ts';

const DROP = {
  name: 'unique-claim-drop',
  text: `delete from unique_claim c using ${fromColumns(['uuid', 'text'])} as g (value, key)
         where c.value = g.value and c.key = g.key`,
};

const KEEP = {
  name: 'unique-claim-keep',
  text: `insert into unique_claim (value, key, rule)
         select value, key, rule from ${fromColumns(['uuid', 'text', 'text'])} as m (value, key, rule)
         on conflict do nothing`,
};

/** Of what was let go the finding is over for who let it go and, when one other has it, for that one. */
const MEND = {
  name: 'unique-finding-mend',
  text: `
    with released as (
      select * from ${fromColumns(['uuid', 'text', 'text'])} as g (value, key, rule)
    ), concerned as (
      select key, rule from released
      union
      select last.key, g.rule from released g cross join lateral (
        select min(key) as key from (select key from unique_claim where value = g.value limit 2) c having count(*) = 1
      ) last
    )
    update quality_finding f set state = 'mended', ended_at = now()
    from concerned c
    where f.key = c.key and f.rule = c.rule and f.state in ('open', 'accepted') and not exists (
      select from unique_claim own join unique_claim other on other.value = own.value and other.key <> own.key
      where own.key = c.key and own.rule = c.rule)`,
};

/** Keeps what records have for themselves, wherever they are written, and ends the findings about what two no longer share. Sends all at once. */
export async function keepClaims(connection: Connection, { made, released }: Turnover): Promise<void> {
  const statements: Promise<unknown>[] = [];
  if (released.length > 0) statements.push(connection.query({ ...DROP, values: idsAndKeys(released) }));
  if (made.length > 0) statements.push(connection.query({ ...KEEP, values: whole(made) }));
  if (released.length > 0) statements.push(connection.query({ ...MEND, values: whole(released) }));
  await Promise.all(statements);
}

/** The same for records that are written by themselves. */
export function keepClaimsOf(
  connection: Connection,
  entity: EntityModel,
  changes: readonly Change[],
): Promise<void> {
  return keepClaims(connection, turnoverOf(entity, changes));
}

function idsAndKeys(claims: readonly Turned[]): string[] {
  return [column(claims.map(({ digest }) => digest)), column(claims.map(({ key }) => key))];
}

function whole(claims: readonly Turned[]): string[] {
  return [...idsAndKeys(claims), column(claims.map(({ rule }) => rule.id))];
}
