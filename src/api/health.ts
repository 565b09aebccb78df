import Type from 'typebox';
import type { Queryable } from '../database/pool.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { problem } from '../vocabulary/problem.ts';
import { HttpProblem } from './operations/contract.ts';
import { refuse } from './problems.ts';
import type { Api } from './typeProvider.ts';

const Health = Type.Object({ status: Type.Literal('up') });
const Ready = Type.Object({
  status: Type.Literal('ready'),
  interfaces: Type.Object({
    worked: Type.Integer({ description: 'Interfaces that some hub process holds the lease of.' }),
    declared: Type.Integer(),
  }),
});

/** For probes, without a key. Ready: the database answers and, when there is work, some hub process does it. */
export function healthRoutes(app: Api, pool: Queryable, landscape: Landscape): void {
  const health = { summary: 'The process is up', tags: ['health'], response: { 200: Health }, security: [] };
  app.get('/healthz', { schema: health }, async () => ({ status: 'up' as const }));

  const response = { 200: Ready, 503: HttpProblem };
  const ready = { summary: 'The hub does its work', tags: ['health'], response, security: [] };
  app.get('/readyz', { schema: ready }, async () => {
    const declared = [...landscape.systems.values()].reduce((sum, system) => sum + system.interfaces.size, 0);
    const worked = await countLeases(pool).catch(() => undefined);
    if (worked === undefined) {
      return refuse(problem('database-unavailable', 'api', 'The database does not answer.'));
    }
    if (worked === 0 && declared > 0) {
      return refuse(problem('not-ready', 'api', 'No interface is worked by a hub process yet.'));
    }
    return { status: 'ready' as const, interfaces: { worked, declared } };
  });
}

async function countLeases(pool: Queryable): Promise<number> {
  const { rows } = await pool.query<{ worked: number }>(
    `select (select count(*) from source where lease_until > now())
          + (select count(*) from subscription where lease_until > now()) as worked`,
  );
  return rows[0]!.worked;
}
