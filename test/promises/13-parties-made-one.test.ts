import { afterEach, expect, test } from 'vitest';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, until, writeLandscape } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';

let database: TestDatabase;
let hub: HubProcess;
let na: TestTarget;
let eu: TestTarget;
afterEach(async () => {
  await hub?.kill();
  await na?.stop();
  await eu?.stop();
  await database?.drop();
});

test.each(['supplier', 'customer'])(
  '13. a %s that two systems told apart is made one while both speak of it: both hear, nothing that is said is lost, over a kill, and it comes back when they are parted',
  async (entity) => {
    database = await testDatabase();
    [na, eu] = [await startTarget(), await startTarget()];
    for (const target of [na, eu])
      target.answer = ({ body }) => ({ status: 200, body: { id: body['party']! } });
    hub = await startHubProcess(await twoErps(entity), database.url);
    const N = await party(entity, 'na', { no: 'N1', name: 'Acme Corp.' });
    const E = await party(entity, 'eu', { no: 'E1', name: 'Acme Gesellschaft' });
    const child = await party(entity, 'eu', { no: 'E2', name: 'Werk Süd', parent: 'E1' });
    await until(async () => told(na, child)?.['parent'] === E && told(eu, N) !== undefined);

    const speaking = (async () => {
      for (let i = 0; i < 20; i++) {
        await tell('na', { no: 'N1', name: 'Acme Corp.', search: `N${i}` });
        await tell('eu', { no: 'E1', name: 'Acme Gesellschaft', city: `E${i}` });
      }
    })();
    await hub.ask('POST', '/matches/merge', { entity, loser: E, survivor: N, reason: 'one company' });
    await speaking;
    // Nobody is told again what they say themselves.
    await untilTold(na, N, { status: 'active', city: 'E19' });
    await untilTold(eu, N, { status: 'active', search: 'N19' });
    for (const target of [na, eu]) {
      await untilTold(target, E, { status: 'inactive' });
      await untilTold(target, child, { parent: N });
    }

    await hub.kill();
    await hub.start();
    await tell('eu', { no: 'E1', name: 'Acme Gesellschaft', city: 'Essen' });
    await untilTold(na, N, { search: 'N19', city: 'Essen' });
    await hub.ask('POST', '/matches/separate', { entity, key: E, reason: 'two companies after all' });
    for (const target of [na, eu]) {
      await untilTold(target, N, { name: 'Acme Corp.', status: 'active', search: 'N19', city: undefined });
      await untilTold(target, E, { name: 'Acme Gesellschaft', status: 'active', city: 'Essen' });
      await untilTold(target, child, { parent: E });
    }
    await tell('eu', { no: 'E1', name: 'Acme Gesellschaft', city: 'Ulm' });
    await tell('na', { no: 'N1', name: 'Acme Corp.', search: 'ACME' });
    await untilTold(na, E, { city: 'Ulm' });
    await untilTold(eu, N, { search: 'ACME', city: undefined });
    expect(await hub.ask('GET', '/parked')).toMatchObject({ total: 0 });
  },
);

/** What a system was told last of a key. */
function told(target: TestTarget, key: string): JsonObject | undefined {
  return target.received.map(({ body }) => body).findLast((body) => body['party'] === key);
}

async function untilTold(target: TestTarget, key: string, expected: object): Promise<void> {
  const is = Object.entries(expected);
  await until(async () => is.every(([name, value]) => told(target, key)?.[name] === value), 30).catch(() =>
    expect({ at: target === na ? 'na' : 'eu', ...told(target, key) }).toMatchObject(expected),
  );
}

async function party(entity: string, system: string, document: { no: string } & JsonObject): Promise<string> {
  await tell(system, document);
  const { rows } = await database.pool.query(
    'select key from observation where entity = $1 and system = $2 and local_key = $3',
    [entity, system, document.no],
  );
  return rows[0].key;
}

async function tell(system: string, document: object): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${hub.url}/in/${system}/parties`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-key': 'one' },
      body: JSON.stringify(document),
    });
    await answer.arrayBuffer();
    return answer.ok;
  });
}

/** Two ERPs that push what they know of a party, and are told what the other does. */
function twoErps(entity: string): Promise<string> {
  const erp = (system: string, { url }: TestTarget) => `
system: ${system}
kind: erp
site: detroit
connector: http
connection: { url: "${url}" }
interfaces:
  parties:
    source: ${entity}@1
    read: { push: true, auth: { key: { header: x-key, value: one } } }
    map: parties.in.jsonata
  parties-out:
    target: ${entity}@1
    write: { method: POST, path: /parties, localKey: id }
    map: parties.out.jsonata
`;
  return writeLandscape({
    'enterprise.yaml':
      'enterprise: one\nsites:\n  detroit: { kind: plant, region: na, timezone: America/Detroit }\n',
    'systems/na.yaml': erp('na', na),
    'systems/eu.yaml': erp('eu', eu),
    'systems/parties.in.jsonata': `{
  "localKey": no, "status": "active", "name": name, "searchName": search,
  "addresses": city ? [{ "id": "1", "lines": ["Main street 1"], "city": city, "country": "DE" }],
  "parent": parent ? $xref("${entity}", parent)
}`,
    'systems/parties.out.jsonata': `{
  "party": key, "name": record.name, "status": record.status, "search": record.searchName, "city": record.addresses.city, "parent": record.parent
}`,
  });
}
