import type { FastifyReply } from 'fastify';
import type { Pool } from '../../../database/pool.ts';
import type { EntityModel, Model } from '../../../quality/checker.ts';
import { findRecords, NEVER, type Place, type Wanted } from '../../../register/find.ts';
import { readStanding } from '../../../register/standing.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { findEntity } from '../../operations/records/route.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import { CSV_PAGE, sendCsv } from '../listing/csv.ts';
import { pagesFrom } from '../listing/pagesFrom.ts';
import { cursorOf, placeOf } from '../listing/place.ts';
import { RecordsQuery as Query, RecordsPage, RecordsPath, type RecordsQuery } from './contract.ts';

export interface RecordsParts {
  pool: Pool;
  model: Model;
}

export function recordsRoute(app: Api, { pool, model }: RecordsParts): void {
  app.get(
    '/records/:entity',
    {
      schema: {
        summary:
          'Current records of an entity, by site, state, item or words; as JSON, page by page, or as CSV',
        tags: ['experience'],
        params: RecordsPath,
        querystring: Query,
        response: { 200: RecordsPage },
      },
    },
    async ({ params, query }, reply) => {
      const entity = entityOf(model, params.entity);
      const wanted = wantedOf(entity.entity, query);
      const after = placeOf(query.cursor);
      if (query.format === 'csv') {
        const columns = ['key', 'version', 'changedAt', ...entity.names.filter((name) => name !== 'key')];
        return sendCsv(
          reply as unknown as FastifyReply,
          entity.entity,
          columns,
          rowsOf(pool, wanted, after),
        ) as never;
      }
      const { limit = 100 } = query;
      const [found, register] = await Promise.all([
        findRecords(pool, wanted, after, limit + 1),
        readStanding(pool),
      ]);
      const page = found.slice(0, limit);
      return {
        entity: entity.entity,
        records: page.map(({ day, ...row }) => ({ ...row, ...(day !== NEVER && { day }) })),
        register,
        ...(found.length > limit && { next: cursorOf(page.at(-1)!) }),
      };
    },
  );
}

function entityOf(model: Model, name: string): EntityModel {
  const entity = findEntity(model, name);
  if (entity.kind !== 'fact') return entity;
  const advice = `They stand in the ledger: GET /operations/v1/events?entity=${name}.`;
  return refuse(
    problem('request-invalid', 'api', `${name} are facts, which have no current record.`, { advice }),
  );
}

function wantedOf(entity: string, { site, state, item, text, open, before }: RecordsQuery): Wanted {
  return {
    entity,
    ...(site !== undefined && { site }),
    ...(state && { states: state }),
    ...(item !== undefined && { item }),
    ...(text !== undefined && { text }),
    ...(open && { open }),
    ...(before !== undefined && { before }),
  };
}

async function* rowsOf(pool: Pool, wanted: Wanted, from: Place | undefined): AsyncGenerator<JsonObject[]> {
  const pages = pagesFrom(from, CSV_PAGE, (after: Place | undefined, limit) =>
    findRecords(pool, wanted, after, limit),
  );
  for await (const found of pages)
    yield found.map(({ key, version, changedAt, record }) => ({ ...record, key, version, changedAt }));
}
