import { systemOf } from '../../../delivery/cause.ts';
import type { Completeness } from '../../../delivery/completeness.ts';
import type { TargetInterface } from '../../../landscape/landscape.ts';
import { readAdditions } from '../../../stewardship/codeAdditions.ts';
import { readCoverage } from '../../../stewardship/referenceCoverage.ts';
import type { Api } from '../../typeProvider.ts';
import { allTranslations } from '../codes/lists.ts';
import type { OperationsParts } from '../parts.ts';
import { CompletenessAnswer, CompletenessQuery } from './contract.ts';
import { readTranslations } from './translations.ts';

type Target = CompletenessAnswer['targets'][number];

export function completenessRoute(app: Api, { pool, landscape, lists, measure }: OperationsParts): void {
  const targets = [...landscape.systems.values()]
    .flatMap((system) => [...system.interfaces.values()])
    .filter((each) => each.direction === 'target');
  app.get(
    '/completeness',
    {
      schema: {
        summary: 'How complete references, units and codes are, by system and entity and by target',
        tags: ['operations'],
        querystring: CompletenessQuery,
        response: { 200: CompletenessAnswer },
      },
    },
    async ({ query: { system, entity, kept } }) => {
      const answer = await ((kept && (last ?? measuring)) || measureAnew());
      const isMeant = (each: { system: string; entity: string }) =>
        (system === undefined || each.system === system) && (entity === undefined || each.entity === entity);
      const isMeantTarget = ({ interface: id, ...each }: Target) =>
        isMeant({ ...each, system: systemOf(id) });
      return {
        measuredAt: answer.measuredAt,
        references: answer.references.filter(isMeant),
        translations: answer.translations.filter(isMeant),
        targets: answer.targets.filter(isMeantTarget),
      };
    },
  );

  let last: CompletenessAnswer | undefined;
  let measuring: Promise<CompletenessAnswer> | undefined;

  function measureAnew(): Promise<CompletenessAnswer> {
    const now = measureAll().finally(() => {
      if (measuring === now) measuring = undefined;
    });
    measuring = now;
    return now;
  }

  async function measureAll(): Promise<CompletenessAnswer> {
    const measuredAt = new Date().toISOString();
    const [coverage, added, lives, measured] = await Promise.all([
      readCoverage(pool),
      readAdditions(pool),
      readLives(),
      measure(targets.map(({ id }) => id)),
    ]);
    const translated = allTranslations(landscape.translated, added);
    const translations = await readTranslations(pool, landscape, lists, translated);
    const answer = {
      measuredAt,
      references: coverage.map((each) => ({ ...each, share: shareOf(each.known, each.records) })),
      translations: translations.map((each) => ({
        ...each,
        share: shareOf(each.known, each.known + each.missing),
      })),
      targets: targets.flatMap((target) => {
        const found = measured.get(target.id);
        return found ? [targetRow(target, found, lives.get(target.id))] : [];
      }),
    };
    last = answer;
    return answer;
  }

  async function readLives(): Promise<Map<string, string>> {
    const { rows } = await pool.query<{ name: string; at: string }>(
      'select name, live_at as at from subscription where live_at is not null',
    );
    return new Map(rows.map(({ name, at }) => [name, at]));
  }
}

function targetRow(
  { id, entity, goLive }: TargetInterface,
  found: Completeness,
  liveAt: string | undefined,
): Target {
  return {
    interface: id,
    entity,
    ...found,
    share: shareOf(found.deliverable, found.meant),
    ...(goLive !== undefined && { goLive }),
    ...(liveAt !== undefined && { liveAt }),
  };
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part / whole) * 10_000) / 10_000;
}
