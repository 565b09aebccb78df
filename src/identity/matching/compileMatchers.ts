import { tellersOf } from '../../landscape/connectivity/tellers.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { Model } from '../../quality/checker.ts';
import { changedDefinition } from '../../vocabulary/matching.ts';
import { compileMatcher, type Matcher } from './matcher.ts';

/** How things are matched, by entity: what the model says, with what the landscape changes of it. What one system alone tells meets nothing to be matched with. */
export function compileMatchers(
  landscape: Pick<Landscape, 'matching' | 'systems'>,
  model: Model,
): Map<string, Matcher> {
  const matchers = new Map<string, Matcher>();
  for (const { entity, matching } of model.entities.values()) {
    const tellers = new Set(tellersOf(landscape.systems, entity).map(({ system }) => system.code));
    if (tellers.size < 2) continue;
    const definition = changedDefinition(matching, landscape.matching.get(entity));
    if (definition) matchers.set(entity, compileMatcher(definition, model.units));
  }
  return matchers;
}
