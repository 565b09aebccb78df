import type { Connection } from '../../database/pool.ts';
import type { Model } from '../../quality/checker.ts';
import type { NewEntry } from '../../vocabulary/envelope.ts';
import { versionEntry } from '../entries.ts';
import { type CurrentRecord, lockRecords, updateRecords } from '../records.ts';
import { namedBack, renamed } from './naming.ts';
import { HUB, nextVersion } from './record.ts';
import type { Cause } from './rederive.ts';
import { lockStanding } from './rows.ts';

/** By what is merged the masters that name it. What documents and facts name stays as it was said, and is read as what it leads to. */
const NAMING: Readonly<Record<string, readonly string[]>> = {
  item: ['item', 'bom', 'routing'],
  supplier: ['supplier', 'item', 'routing', 'workCenter'],
  customer: ['customer', 'workCenter'],
};

/** Where masters named the loser: to be named so again when they are parted. */
interface Naming {
  entity: string;
  key: string;
  pointers: string[];
}

/** Lets masters that name the loser name the survivor, as a component, a successor, a maker or a parent; resolves to what is to be appended. */
export async function rename(
  connection: Connection,
  entities: Model['entities'],
  merged: string,
  { id, loser, survivor }: Cause,
): Promise<NewEntry[]> {
  const entries: NewEntry[] = [];
  const namings: Naming[] = [];
  for (const name of NAMING[merged] ?? []) {
    const entity = entities.get(name)!;
    const changed: CurrentRecord[] = [];
    for (const record of await readNaming(connection, name, loser, survivor)) {
      const { data, pointers } = renamed(record.data, loser, survivor, entity.elementKeys);
      const next = nextVersion(record, data, new Date().toISOString());
      changed.push(next);
      namings.push({ entity: name, key: record.key, pointers });
      entries.push(versionEntry(entity, next, HUB, { change: 'updated', changed: pointers }));
    }
    await updateRecords(connection, name, changed);
  }
  if (namings.length > 0)
    await connection.query('update merge set renamed = $2 where id = $1', [id, JSON.stringify(namings)]);
  return entries;
}

/** Masters name the loser again where nobody has said otherwise since. */
export async function nameBack(
  connection: Connection,
  entities: Model['entities'],
  { id, loser, survivor }: Cause,
): Promise<NewEntry[]> {
  const { rows } = await connection.query<{ renamed: Naming[] | null }>(
    'select renamed from merge where id = $1',
    [id],
  );
  const entries: NewEntry[] = [];
  for (const { entity: name, key, pointers } of rows[0]?.renamed ?? []) {
    const entity = entities.get(name)!;
    const record = (await lockRecords(connection, name, [key])).get(key);
    if (!record || typeof record.data['mergedInto'] === 'string') continue;
    const data = namedBack(record.data, pointers, { from: loser, to: survivor }, entity.elementKeys);
    const next = nextVersion(record, data, new Date().toISOString());
    await updateRecords(connection, name, [next]);
    entries.push(versionEntry(entity, next, HUB, { change: 'updated', changed: pointers }));
  }
  return entries;
}

function readNaming(
  connection: Connection,
  entity: string,
  loser: string,
  survivor: string,
): Promise<CurrentRecord[]> {
  const condition = 'position($2 in data::text) > 0 and key <> all($3)';
  return lockStanding(connection, entity, condition, [loser, [loser, survivor]]);
}
