import Type from 'typebox';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { acceptRequest } from './accept.ts';
import {
  AcceptedRequest,
  AcceptRequest,
  RejectRequest,
  RequestPath,
  RequestsPage,
  RequestsQuery,
} from './contract.ts';
import { listRequests } from './read.ts';
import { rejectRequest } from './reject.ts';

const tags = ['operations'];

export function requestsRoutes(app: Api, { pool, model, landscape }: OperationsParts): void {
  app.get(
    '/requests',
    {
      schema: {
        summary: 'Change requests: what systems would change of what another one is the authority for',
        tags,
        querystring: RequestsQuery,
        response: { 200: RequestsPage },
      },
    },
    (request) => listRequests(pool, model, request.query),
  );

  app.post(
    '/requests/:id/reject',
    {
      config: { roles: ['steward'] },
      schema: {
        summary: 'Say no to a change request',
        tags,
        params: RequestPath,
        body: RejectRequest,
        response: { 200: Type.Object({ rejected: Type.Integer() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const answer = await rejectRequest(pool, request.actor, id, request.body.reason);
      return 'code' in answer ? refuse(answer) : answer;
    },
  );

  app.post(
    '/requests/:id/accept',
    {
      config: { roles: ['steward'] },
      schema: {
        summary: 'Say yes to a change request in place of the authority',
        tags,
        params: RequestPath,
        body: AcceptRequest,
        response: { 200: AcceptedRequest },
      },
    },
    async (request) => {
      const { id } = request.params;
      const answer = await acceptRequest(pool, model, landscape, request.actor, id, request.body.reason);
      return 'code' in answer ? refuse(answer) : answer;
    },
  );
}
