import type { FastifyRequest } from 'fastify';
import { databaseTime } from '../../../database/time.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { refuseUnlessAt } from '../../guard.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { findClosable } from './closable.ts';
import {
  AnnounceMaintenance,
  CancelMaintenance,
  EndMaintenance,
  ExtendMaintenance,
  MaintenanceAnswer,
  MaintenanceQuery,
  SystemMaintenance,
} from './contract.ts';
import { readMaintenance } from './read.ts';
import { announce, cancelAnnounced, cancelAt, end, extend, type Speaking } from './say.ts';
import { endOf, timeOf } from './times.ts';

const tags = ['operations'];
const response = { 200: SystemMaintenance };

export function maintenanceRoutes(app: Api, { pool, landscape }: OperationsParts): void {
  app.get(
    '/maintenance',
    {
      schema: {
        summary: 'When systems are in maintenance, now and next',
        tags,
        querystring: MaintenanceQuery,
        response: { 200: MaintenanceAnswer },
      },
    },
    async (request) => {
      const { system } = request.query;
      const now = await databaseTime(pool);
      const systems =
        system === undefined ? [...landscape.systems.values()] : [findClosable(landscape, system)];
      const read = await readMaintenance(pool, landscape, systems, now);
      return { at: new Date(now).toISOString(), systems: read };
    },
  );

  const summary = (text: string) => ({ summary: text, tags, response });
  app.post(
    '/maintenance/announce',
    {
      config: { roles: ['operator'], atSites: true },
      schema: { ...summary('Announce a maintenance window'), body: AnnounceMaintenance },
    },
    async (request) => {
      const speaking = await begin(request, request.body.system);
      const { reason, ...given } = request.body;
      const from = given.from === undefined ? speaking.now : timeOf(speaking, given.from, 'from');
      const to = endOf(speaking, given.to, given.lasts, 'lasts')(from);
      return done(speaking, await announce(speaking, { from, to, ...(reason !== undefined && { reason }) }));
    },
  );
  app.post(
    '/maintenance/extend',
    {
      config: { roles: ['operator'], atSites: true },
      schema: { ...summary('Let the present window end later'), body: ExtendMaintenance },
    },
    async (request) => {
      const speaking = await begin(request, request.body.system);
      const { to, by, reason } = request.body;
      return done(speaking, await extend(speaking, endOf(speaking, to, by, 'by'), reason));
    },
  );
  app.post(
    '/maintenance/end',
    {
      config: { roles: ['operator'], atSites: true },
      schema: { ...summary('End the present window now'), body: EndMaintenance },
    },
    async (request) => {
      const speaking = await begin(request, request.body.system);
      return done(speaking, await end(speaking, request.body.reason));
    },
  );
  app.post(
    '/maintenance/cancel',
    {
      config: { roles: ['operator'], atSites: true },
      schema: { ...summary('Cancel a window still to come'), body: CancelMaintenance },
    },
    async (request) => {
      const speaking = await begin(request, request.body.system);
      const { id, from, reason } = request.body;
      if ((id === undefined) === (from === undefined))
        return refuse(invalid('Give `id` or `from`, one of them.', 'id'));
      return done(
        speaking,
        id !== undefined
          ? await cancelAnnounced(speaking, id)
          : await cancelAt(speaking, timeOf(speaking, from!, 'from'), reason),
      );
    },
  );

  async function begin(request: FastifyRequest, system: string): Promise<Speaking> {
    const found = findClosable(landscape, system);
    refuseUnlessAt(request, found.site);
    const { actor } = request;
    const { timeZone } = landscape.sites.get(found.site)!;
    return { pool, actor, system: found, timeZone, now: await databaseTime(pool) };
  }

  async function done({ system }: Speaking, found: Problem | undefined): Promise<SystemMaintenance> {
    if (found) return refuse(found);
    return (await readMaintenance(pool, landscape, [system], await databaseTime(pool)))[0]!;
  }
}

function invalid(detail: string, field: string): Problem {
  return problem('request-invalid', 'api', detail, { field });
}
