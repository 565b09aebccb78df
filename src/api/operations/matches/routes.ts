import { likelyCopies } from '../../../identity/matching/copies.ts';
import { compileMatcher } from '../../../identity/matching/matcher.ts';
import { previewMatching } from '../../../identity/matching/preview.ts';
import { changedDefinition } from '../../../vocabulary/matching.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { findEntity } from '../records/route.ts';
import {
  CopiesQuery,
  DecideMatch,
  LikelyCopies,
  MatchesOfKey,
  MatchingPreview,
  MergeThings,
  PreviewMatching,
  Regrouped,
  Review,
  ReviewPath,
  ReviewsPage,
  ReviewsQuery,
  SeparateThing,
} from './contract.ts';
import { decideReview, decidingWith, mergeThings, separateThing } from './decide.ts';
import { listReviews, readKey, readReview } from './read.ts';
import { findSubject } from './subject.ts';

const tags = ['operations'];

export function matchesRoutes(app: Api, parts: OperationsParts): void {
  const { pool, model, landscape } = parts;
  const deciding = () => decidingWith(parts);
  const answer = <T extends object>(found: T | Problem): T =>
    'code' in found ? refuse(found as Problem) : (found as T);

  app.get(
    '/matches',
    {
      schema: {
        summary: 'Pairs that may be one thing',
        tags,
        querystring: ReviewsQuery,
        response: { 200: ReviewsPage },
      },
    },
    (request) => listReviews(pool, request.query),
  );

  app.get(
    '/matches/copies',
    {
      schema: {
        summary: 'Bills of material of different items that are built alike',
        tags,
        querystring: CopiesQuery,
        response: { 200: LikelyCopies },
      },
    },
    async (request) => ({ copies: await likelyCopies(pool, request.query.limit ?? 100) }),
  );

  app.get(
    '/matches/:id',
    {
      schema: {
        summary: 'One pair, and what speaks for it',
        tags,
        params: ReviewPath,
        response: { 200: Review },
      },
    },
    async (request) => {
      const { id } = request.params;
      return (await readReview(pool, id)) ?? refuse(problem('not-found', 'api', `There is no review ${id}.`));
    },
  );

  app.get(
    '/matches/of/:key',
    { schema: { summary: 'Why a key is what it is', tags, response: { 200: MatchesOfKey } } },
    async (request) => {
      const { key } = request.params as { key: string };
      const subject = await findSubject(pool, landscape, key);
      const found = 'code' in subject ? undefined : await readKey(pool, subject.key);
      return (
        found ??
        refuse('code' in subject ? subject : problem('not-found', 'api', `No record has the key ${key}.`))
      );
    },
  );

  app.post(
    '/matches/:id/decide',
    {
      config: { roles: ['steward'] },
      schema: {
        summary: 'Say whether two things are one',
        tags,
        params: ReviewPath,
        body: DecideMatch,
        response: { 200: Regrouped },
      },
    },
    async (request) => answer(await decideReview(deciding(), request.params.id, request.body, request.actor)),
  );

  app.post(
    '/matches/merge',
    {
      config: { roles: ['steward'] },
      schema: { summary: 'Make two things one', tags, body: MergeThings, response: { 200: Regrouped } },
    },
    async (request) => {
      const { entity: name, loser, survivor, reason } = request.body;
      const entity = findEntity(model, name);
      return answer(
        await mergeThings(deciding(), entity, { loser, survivor }, { actor: request.actor, reason }),
      );
    },
  );

  app.post(
    '/matches/separate',
    {
      config: { roles: ['steward'] },
      schema: {
        summary: 'Part what was merged, or what a system keeps under one of its keys',
        tags,
        body: SeparateThing,
        response: { 200: Regrouped },
      },
    },
    async (request) => {
      const { key, reason, entity: named } = request.body;
      const subject = answer(await findSubject(pool, landscape, key, named));
      const entity = findEntity(model, subject.entity);
      const what = 'localKey' in subject ? subject : subject.key;
      return answer(await separateThing(deciding(), entity, what, { actor: request.actor, reason }));
    },
  );

  app.post(
    '/matches/preview',
    {
      config: { roles: ['viewer'] },
      schema: {
        summary: 'What changed matching would do to the data at hand',
        tags,
        body: PreviewMatching,
        response: { 200: MatchingPreview },
      },
    },
    async (request) => {
      const entity = findEntity(model, request.body.entity);
      const definition = changedDefinition(entity.matching, request.body.change);
      if (!definition) return refuse(problem('request-invalid', 'api', `${entity.entity} is not matched.`));
      return previewMatching(pool, entity.entity, compileMatcher(definition, model.units));
    },
  );
}
