import { databaseTime } from '../../../database/time.ts';
import { refuseUnlessAt } from '../../guard.ts';
import type { Api } from '../../typeProvider.ts';
import { findSystem } from '../findSystem.ts';
import type { OperationsParts } from '../parts.ts';
import { SystemChecked, SystemDetail, SystemLogPage, SystemLogQuery, SystemPath } from './contract.ts';
import { readSystemDetail } from './read.ts';
import { readSystemLog } from './readLog.ts';

const tags = ['operations'];

export function systemsRoutes(app: Api, { pool, landscape, check }: OperationsParts): void {
  app.get(
    '/systems/:code',
    {
      schema: {
        summary:
          'The limits of a system and what is used of them, and when it is closed in the next two weeks',
        tags,
        params: SystemPath,
        response: { 200: SystemDetail },
      },
    },
    async ({ params }) =>
      readSystemDetail(pool, landscape, findSystem(landscape, params.code), await databaseTime(pool)),
  );

  app.get(
    '/systems/:code/log',
    {
      schema: {
        summary: 'What hubs had to say of a system and its interfaces, the newest first',
        tags,
        params: SystemPath,
        querystring: SystemLogQuery,
        response: { 200: SystemLogPage },
      },
    },
    ({ params, query }) => readSystemLog(pool, findSystem(landscape, params.code).code, query),
  );

  app.post(
    '/systems/:code/check',
    {
      config: { roles: ['operator'], atSites: true },
      schema: {
        summary: 'Ask a system now whether it is there',
        tags,
        params: SystemPath,
        response: { 200: SystemChecked },
      },
    },
    async (request): Promise<SystemChecked> => {
      const { code, site } = findSystem(landscape, request.params.code);
      refuseUnlessAt(request, site);
      const began = performance.now();
      const problem = await check(code);
      return {
        ...{ system: code, at: new Date().toISOString(), milliseconds: performance.now() - began },
        ...(problem && { problem }),
      };
    },
  );
}
