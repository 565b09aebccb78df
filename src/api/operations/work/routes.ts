import type { FastifyRequest } from 'fastify';
import { transaction } from '../../../database/transaction.ts';
import {
  assign,
  comment,
  nameOf,
  readAssignments,
  readComments,
  type WorkId,
} from '../../../stewardship/notes.ts';
import { siteOf } from '../../../stewardship/ownership.ts';
import { annotate, listWork } from '../../../stewardship/workList.ts';
import type { Decision, WorkSource } from '../../../stewardship/workSource.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import { actingOf, refuseUnlessAt } from '../../guard.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import {
  AssignWork,
  CommentWork,
  DecideWork,
  WorkDecided,
  WorkDetail,
  WorkPage,
  WorkPath,
  WorkQuery,
} from './contract.ts';
import { workSources } from './sources.ts';

const tags = ['operations'];

export function workRoutes(app: Api, parts: OperationsParts): void {
  const { pool, landscape } = parts;
  const sources = workSources(parts);

  const findFor = async (request: FastifyRequest, work: WorkId) => {
    const { source, found } = await find(work);
    refuseUnlessAt(request, siteOf(found, landscape));
    return source;
  };
  const find = async ({ kind, id }: WorkId) => {
    const source = sources.find((each) => each.kind === kind);
    const found = await source?.show(pool, id);
    return source && found ? { source, found } : refuse(unknown(kind, id));
  };
  const detail = async (work: WorkId): Promise<WorkDetail> => {
    const { source, found } = await find(work);
    const [assignments, comments] = await Promise.all([
      readAssignments(pool, [work]),
      readComments(pool, work),
    ]);
    const item = annotate(
      { ...found, kind: work.kind },
      assignments.get(nameOf(work)),
      landscape,
      Date.now(),
    );
    return { ...item, decisions: found.state === 'open' ? source.decisions : {}, comments };
  };

  app.get(
    '/work',
    {
      schema: {
        summary: 'What waits for a person, of every kind, with owner and due time',
        tags,
        querystring: WorkQuery,
        response: { 200: WorkPage },
      },
    },
    async (request) => {
      const { limit = 100, ...filter } = request.query;
      const items = await listWork(pool, sources, landscape, filter, Date.now());
      const kinds = Object.fromEntries(
        [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, those]) => [kind, those.length]),
      );
      return { items: items.slice(0, limit), total: items.length, kinds };
    },
  );

  app.get(
    '/work/:kind/:id',
    {
      schema: {
        summary: 'One thing that waits, with what is needed to decide it',
        tags,
        params: WorkPath,
        response: { 200: WorkDetail },
      },
    },
    (request) => detail(request.params),
  );

  app.post(
    '/work/:kind/:id/assign',
    {
      config: { roles: ['steward'], atSites: true },
      schema: {
        summary: 'Give it to someone, or to nobody',
        tags,
        params: WorkPath,
        body: AssignWork,
        response: { 200: WorkDetail },
      },
    },
    async (request) => {
      const { params: work, actor, body } = request;
      await findFor(request as FastifyRequest, work);
      await transaction(pool, async (connection) => {
        await assign(connection, work, { ...body, by: actor });
        await keepAudit(connection, { actor, action: 'work.assign', subject: nameOf(work), details: body });
      });
      return detail(work);
    },
  );

  app.post(
    '/work/:kind/:id/comment',
    {
      config: { roles: ['steward'], atSites: true },
      schema: {
        summary: 'Say something about it',
        tags,
        params: WorkPath,
        body: CommentWork,
        response: { 200: WorkDetail },
      },
    },
    async (request) => {
      const { params: work, actor, body } = request;
      await findFor(request as FastifyRequest, work);
      await transaction(pool, (connection) => comment(connection, work, { ...body, author: actor }));
      return detail(work);
    },
  );

  app.post(
    '/work/:kind/:id/decide',
    {
      config: { roles: ['steward'], atSites: true },
      schema: {
        summary: 'Decide it',
        tags,
        params: WorkPath,
        body: DecideWork,
        response: { 200: WorkDecided },
      },
    },
    async (request) => {
      const { params: work, body } = request;
      const source = await findFor(request as FastifyRequest, work);
      const decision = allowed(source, { ...body, ...actingOf(request, landscape) } as Decision);
      const done = await source.decide(pool, work.id, decision);
      return 'code' in done ? refuse(done) : done;
    },
  );
}

/** What the source knows, and with a reason where it says no. */
function allowed({ decisions }: WorkSource, decision: Decision): Decision {
  const words = decisions[decision.decision];
  if (words === undefined) {
    const advice = `Decide one of: ${Object.keys(decisions).join(', ')}.`;
    refuse(problem('request-invalid', 'api', `${decision.decision} cannot be decided here.`, { advice }));
  }
  if (words.includes('asks for a reason') && decision.reason === undefined) {
    const advice = 'Say why, in `reason`: it is kept with the decision.';
    refuse(problem('request-invalid', 'api', `To ${decision.decision} asks for a reason.`, { advice }));
  }
  if (words.includes('asks for values') && decision.values === undefined) {
    const advice = 'Give them by attribute, in `values`: `--set sites.detroit.planner=P17`.';
    refuse(problem('request-invalid', 'api', `To ${decision.decision} asks for values.`, { advice }));
  }
  return decision;
}

function unknown(kind: string, id: string) {
  const advice = 'Look at what is open with `npx lineshaft work list`.';
  return problem('not-found', 'api', `There is no work ${kind}/${id}.`, { advice });
}
