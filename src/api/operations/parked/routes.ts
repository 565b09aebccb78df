import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { problem } from '../../../vocabulary/problem.ts';
import { actingOf, refuseUnlessAt, siteOfInterface } from '../../guard.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { ChooseParked, Decided, DiscardParked, ParkedDetail, ParkedPage, ParkedQuery } from './contract.ts';
import { discardParked, restoreParked } from './decide.ts';
import { editParked } from './edit.ts';
import { EditParked, Unblocked, UnblockParked } from './editContract.ts';
import { listGroups } from './groups.ts';
import { GroupsAnswer, GroupsQuery } from './groupsContract.ts';
import { jobRoutes } from './jobRoutes.ts';
import { previewParked } from './preview.ts';
import { Preview, PreviewParked } from './previewContract.ts';
import { listParked, readParked } from './read.ts';
import { unblockParked } from './unblock.ts';

const tags = ['operations'];
const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

export function parkedRoutes(app: Api, parts: OperationsParts): void {
  readingRoutes(app, parts);
  decidingRoutes(app, parts);
  messageRoutes(app, parts);
  jobRoutes(app, parts);
}

function readingRoutes(app: Api, { pool, landscape, foresee }: OperationsParts): void {
  app.get(
    '/parked',
    {
      schema: {
        summary: 'Messages that wait',
        tags,
        querystring: ParkedQuery,
        response: { 200: ParkedPage },
      },
    },
    (request) => listParked(pool, request.query),
  );

  app.get(
    '/parked/groups',
    {
      schema: {
        summary: 'Messages that wait for a decision, by cause',
        tags,
        querystring: GroupsQuery,
        response: { 200: GroupsAnswer },
      },
    },
    (request) => listGroups(pool, landscape.codes, request.query),
  );

  app.post(
    '/parked/preview',
    {
      config: { roles: ['viewer'] },
      schema: {
        summary: 'What would become of messages if they were handed back now; changes nothing',
        tags,
        body: PreviewParked,
        response: { 200: Preview },
      },
    },
    async (request) => {
      const preview = await previewParked(foresee, request.body);
      return 'code' in preview ? refuse(preview) : preview;
    },
  );
}

function decidingRoutes(app: Api, { pool, landscape }: OperationsParts): void {
  app.post(
    '/parked/discard',
    {
      config: { roles: ['operator'], atSites: true },
      schema: {
        summary: 'Take messages out of the line',
        tags,
        body: DiscardParked,
        response: { 200: Decided },
      },
    },
    async (request) => {
      const decided = await discardParked(pool, actingOf(request, landscape), request.body);
      return 'code' in decided ? refuse(decided) : decided;
    },
  );

  app.post(
    '/parked/restore',
    {
      config: { roles: ['operator'], atSites: true },
      schema: {
        summary: 'Park discarded messages again',
        tags,
        body: ChooseParked,
        response: { 200: Decided },
      },
    },
    async (request) => {
      const decided = await restoreParked(pool, actingOf(request, landscape), request.body);
      return 'code' in decided ? refuse(decided) : decided;
    },
  );
}

function messageRoutes(app: Api, { pool, landscape }: OperationsParts): void {
  const detail = async (id: number): Promise<ParkedDetail> => {
    const found = await readParked(pool, id, landscape.enterprise);
    return found ?? refuse(problem('not-found', 'api', `No message ${id} was ever parked.`));
  };
  const refuseOtherSites = async (request: FastifyRequest, id: number) => {
    if (request.access.sites)
      refuseUnlessAt(request, siteOfInterface(landscape, (await detail(id)).interface));
  };

  app.get(
    '/parked/:id',
    {
      schema: {
        summary: 'One message, with its document',
        tags,
        params: Id,
        response: { 200: ParkedDetail },
      },
    },
    (request) => detail(request.params.id),
  );

  app.post(
    '/parked/:id/edit',
    {
      config: { roles: ['operator', 'steward'], atSites: true },
      schema: {
        summary: 'Give an incoming message another document',
        tags,
        params: Id,
        body: EditParked,
        response: { 200: ParkedDetail },
      },
    },
    async (request) => {
      const { id } = request.params;
      await refuseOtherSites(request, id);
      const edited = await editParked(pool, request.actor, id, request.body);
      return 'code' in edited ? refuse(edited) : detail(id);
    },
  );

  app.post(
    '/parked/:id/unblock',
    {
      config: { roles: ['operator'], atSites: true },
      schema: {
        summary: 'Let the later messages of its key go on while it stays',
        tags,
        params: Id,
        body: UnblockParked,
        response: { 200: Unblocked },
      },
    },
    async (request) => {
      await refuseOtherSites(request, request.params.id);
      const unblocked = await unblockParked(pool, request.actor, request.params.id, request.body.reason);
      return 'code' in unblocked ? refuse(unblocked) : unblocked;
    },
  );
}
