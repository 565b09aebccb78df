import type { TargetInterface } from '../../../landscape/landscape.ts';
import { readAdditions } from '../../../stewardship/codeAdditions.ts';
import { readCoverage } from '../../../stewardship/referenceCoverage.ts';
import type { Api } from '../../typeProvider.ts';
import { allTranslations } from '../codes/lists.ts';
import type { OperationsParts } from '../parts.ts';
import { CompletenessAnswer, CompletenessQuery } from './contract.ts';
import { readTranslations } from './translations.ts';

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
    async (request) => {
      const { system, entity } = request.query;
      const isMeant = (each: { system: string; entity: string }) =>
        (system === undefined || each.system === system) && (entity === undefined || each.entity === entity);
      const [coverage, added, lives] = await Promise.all([
        readCoverage(pool),
        readAdditions(pool),
        readLives(),
      ]);
      const translated = allTranslations(landscape.translated, added);
      const translations = await readTranslations(pool, landscape, lists, translated);
      const answer: CompletenessAnswer = {
        references: [],
        translations: translations
          .filter(isMeant)
          .map((each) => ({ ...each, share: shareOf(each.known, each.known + each.missing) })),
        targets: [],
      };
      for (const each of coverage.filter(isMeant))
        answer.references.push({ ...each, share: shareOf(each.known, each.records) });
      for (const target of targets.filter(isMeant)) {
        const row = await targetRow(target, lives.get(target.id));
        if (row) answer.targets.push(row);
      }
      return answer;
    },
  );

  async function targetRow({ id, entity, goLive }: TargetInterface, liveAt: string | undefined) {
    const found = await measure(id);
    if (!found) return undefined;
    return {
      interface: id,
      entity,
      ...found,
      share: shareOf(found.deliverable, found.meant),
      ...(goLive !== undefined && { goLive }),
      ...(liveAt !== undefined && { liveAt }),
    };
  }

  async function readLives(): Promise<Map<string, string>> {
    const { rows } = await pool.query<{ name: string; at: string }>(
      'select name, live_at as at from subscription where live_at is not null',
    );
    return new Map(rows.map(({ name, at }) => [name, at]));
  }
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part / whole) * 10_000) / 10_000;
}
