import Type from 'typebox';
import { listSteps } from '../../../applied/steps.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { applyLandscape, undoLandscape } from './apply.ts';
import { ApplyAnswer, ApplyRequest, LandscapeAnswer, UndoRequest } from './contract.ts';

const tags = ['operations'];
/** Bytes; a landscape is text. */
const LARGEST = 64 * 1024 * 1024;

export function landscapeRoutes(app: Api, { pool, control, lookUnder }: OperationsParts): void {
  app.get(
    '/landscape',
    {
      schema: {
        summary: 'Which landscape is in force, and the steps by which it came to be',
        tags,
        querystring: Type.Object(
          { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })) },
          { additionalProperties: false },
        ),
        response: { 200: LandscapeAnswer },
      },
    },
    async (request): Promise<LandscapeAnswer> => {
      const { step, hash } = control.running();
      return { running: { step, hash }, steps: await listSteps(pool, request.query.limit ?? 20) };
    },
  );

  app.post(
    '/landscape',
    {
      config: { roles: ['integrator'] },
      bodyLimit: LARGEST,
      schema: {
        summary: 'Put a landscape in force in all hub processes, without a restart',
        tags,
        body: ApplyRequest,
        response: { 200: ApplyAnswer },
      },
    },
    async (request): Promise<ApplyAnswer> => {
      const answer = await applyLandscape(pool, control, lookUnder, request.actor, request.body);
      return 'code' in answer ? refuse(answer) : answer;
    },
  );

  app.post(
    '/landscape/undo',
    {
      config: { roles: ['integrator'] },
      schema: {
        summary: 'Put in force again what was before the last step',
        tags,
        body: UndoRequest,
        response: { 200: ApplyAnswer },
      },
    },
    async (request): Promise<ApplyAnswer> => {
      const answer = await undoLandscape(pool, control, request.actor, request.body.reason);
      return 'code' in answer ? refuse(answer) : answer;
    },
  );
}
