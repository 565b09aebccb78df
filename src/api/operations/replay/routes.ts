import { allInterfaces } from '../../../landscape/allInterfaces.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { nearest } from '../../../vocabulary/nearest.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { refuseUnlessAt, siteOfInterface } from '../../guard.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { cancelReplay } from './cancel.ts';
import {
  Replay,
  ReplayCancel,
  ReplayPreview,
  ReplayPreviewRequest,
  ReplayQuery,
  ReplayRequest,
  Replays,
} from './contract.ts';
import { previewReplay } from './preview.ts';
import { readRange } from './range.ts';
import { listReplays } from './read.ts';
import { askForReplay } from './start.ts';

const tags = ['operations'];

export function replayRoutes(app: Api, { pool, landscape, scopes }: OperationsParts): void {
  const start = { summary: 'Deliver again to one target, beside its live traffic', tags };
  app.post(
    '/replay',
    {
      config: { roles: ['operator'], atSites: true },
      schema: { ...start, body: ReplayRequest, response: { 200: Replay } },
    },
    async (request) => {
      refuseUnlessAt(request, siteOfInterface(landscape, request.body.interface));
      const unfit = findUnfit(landscape, request.body.interface);
      const asked = unfit ?? (await askForReplay(pool, request.actor, request.body));
      return 'code' in asked ? refuse(asked) : asked;
    },
  );

  const preview = { summary: 'What such a replay would do, in numbers', tags };
  app.post(
    '/replay/preview',
    {
      config: { roles: ['viewer'] },
      schema: { ...preview, body: ReplayPreviewRequest, response: { 200: ReplayPreview } },
    },
    async (request) => {
      const range = findUnfit(landscape, request.body.interface) ?? (await readRange(pool, request.body));
      return 'code' in range ? refuse(range) : previewReplay(pool, scopes.get(range.interface)!, range);
    },
  );

  const list = { summary: 'Replays and how far they are, the newest first', tags };
  app.get(
    '/replay',
    { schema: { ...list, querystring: ReplayQuery, response: { 200: Replays } } },
    async (request) => ({ replays: await listReplays(pool, request.query) }),
  );

  const cancel = { summary: 'End the replay to a target', tags };
  app.post(
    '/replay/cancel',
    {
      config: { roles: ['operator'], atSites: true },
      schema: { ...cancel, body: ReplayCancel, response: { 200: Replay } },
    },
    async (request) => {
      refuseUnlessAt(request, siteOfInterface(landscape, request.body.interface));
      const cancelled = await cancelReplay(pool, request.actor, request.body.interface);
      return 'code' in cancelled ? refuse(cancelled) : cancelled;
    },
  );
}

function onlyOnce(id: string): Problem {
  const detail = `${id} takes commands, and what a process has asked for is not asked for again.`;
  const advice = 'Hand back what is parked of it with `parked/replay`, or let the instance `retry`.';
  return problem('request-invalid', 'api', detail, { advice });
}

/** Why it cannot be delivered to again. */
function findUnfit(landscape: Landscape, id: string): Problem | undefined {
  const all = allInterfaces(landscape);
  const found = all.find((each) => each.id === id);
  if (found?.direction === 'target') return found.takes === 'commands' ? onlyOnce(id) : undefined;
  if (found) {
    const advice =
      'A source is asked again by its own cursor; replay what is parked of it with `parked/replay`.';
    return problem('request-invalid', 'api', `${id} is a source, only targets are delivered to again.`, {
      advice,
    });
  }
  const meant = nearest(
    id,
    all.map((each) => each.id),
  );
  return problem(
    'not-found',
    'api',
    `There is no interface ${id}.`,
    meant ? { advice: `Did you mean ${meant}?` } : {},
  );
}
