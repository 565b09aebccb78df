import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from './breach.ts';
import { belongings, type Governed, named, ruleFor } from './governing.ts';
import { spokenOf } from './tellers.ts';

/** Entities that interfaces speak of and that no rule covers, everywhere or somewhere; told at the first interface that speaks of them. */
export function findUngoverned({ connectivity, systems, segments, sites }: Governed): Problem[] {
  const places = belongings(segments.keys(), sites.values());
  return spokenOf(systems).flatMap((entity) => {
    const missing = places.filter((place) => !ruleFor(connectivity, entity, place));
    const first = missing[0];
    if (first === undefined) return [];
    const everywhere = missing.length === places.length;
    const detail = everywhere
      ? `No connectivity rule says whose word counts for ${entity}`
      : `No connectivity rule says whose word counts for ${named(entity, first)}${missing.length > 1 ? `, and for ${missing.length - 1} more` : ''}`;
    const advice = `Add one to enterprise.yaml, such as \`{ entities: [${entity}], model: federated }\`.`;
    return breach(firstToSpeak(systems, entity), detail, advice);
  });
}

function firstToSpeak(systems: Governed['systems'], entity: string): { file: string; line: number } {
  for (const { file, interfaces } of systems.values()) {
    for (const each of interfaces.values()) if (each.entity === entity) return { file, line: each.line };
  }
  throw new Error(`no interface speaks of ${entity}`);
}
