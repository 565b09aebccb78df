import { nearest } from '../../vocabulary/nearest.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { allInterfaces } from '../allInterfaces.ts';
import type { ConnectivityRule } from '../landscape.ts';
import { breach } from './breach.ts';
import { belongings, type Governed, ruleFor } from './governing.ts';
import { hearersOf, tellersOf } from './tellers.ts';

/** Rules that no interface can serve: nobody could tell what they ask for. */
export function findUnserved({ connectivity, systems }: Governed): Problem[] {
  return connectivity.flatMap((rule) => {
    const wanted = rule.entities.filter((entity) => rule.domain === undefined || isSpoken(systems, entity));
    const missing = wanted.flatMap((entity) => unserved(rule, entity, systems));
    return [...missing, ...(rule.model === 'hybrid' ? checkStages(rule, systems) : [])];
  });
}

function isSpoken(systems: Governed['systems'], entity: string): boolean {
  return tellersOf(systems, entity).length + hearersOf(systems, entity).length > 0;
}

function unserved(rule: ConnectivityRule, entity: string, systems: Governed['systems']): Problem[] {
  const tellers = new Set(tellersOf(systems, entity).map(({ system }) => system.code));
  const needed = rule.authority !== undefined ? [rule.authority] : (rule.members ?? []);
  const silent = needed.filter((system) => !tellers.has(system));
  if (silent.length > 0) {
    return silent.map((system) =>
      breach(
        rule,
        `${system} is ${rule.authority === undefined ? 'a member' : 'the authority'} for ${entity}, but no interface of it tells ${entity}`,
        `Add an interface with \`source: ${entity}@1\` to ${systems.get(system)?.file ?? 'its file'}, or name another system${tellers.size > 0 ? `: ${[...tellers].join(', ')}` : ''}.`,
      ),
    );
  }
  if (tellers.size > 0) return [];
  const advice = `Add an interface with \`source: ${entity}@1\`, or take ${entity} out of the rule.`;
  return [breach(rule, `No interface tells ${entity}: nothing could serve this rule`, advice)];
}

/** Both interfaces of a hybrid rule are there, and tell the entity it is about. */
function checkStages(rule: ConnectivityRule, systems: Governed['systems']): Problem[] {
  const all = allInterfaces({ systems });
  if (rule.legacy === rule.modern) {
    const detail = `\`legacy\` and \`modern\` are both ${rule.legacy}: nothing would replace it`;
    return [breach(rule, detail, 'Name the interface that is replaced and the one that replaces it.')];
  }
  return (['legacy', 'modern'] as const).flatMap((part) => {
    const id = rule[part]!;
    const found = all.find((each) => each.id === id);
    if (found?.direction === 'source' && rule.entities.includes(found.entity)) return [];
    const detail = found
      ? `${id} is ${found.direction === 'target' ? 'a target' : `about ${found.entity}`}: it cannot be the ${part} source of ${rule.entities.join(', ')}`
      : `There is no interface \`${id}\``;
    const sources = all.filter((each) => each.direction === 'source' && rule.entities.includes(each.entity));
    const meant = nearest(
      id,
      sources.map((each) => each.id),
    );
    const known = `Those that tell it: ${sources.map((each) => each.id).join(', ') || 'none'}.`;
    return breach(rule, detail, meant === undefined ? known : `Did you mean \`${meant}\`? ${known}`);
  });
}

/** Target interfaces that would feed an authority nothing but its own domain: only `takes: proposals` may. */
export function findFedAuthorities({ connectivity, systems, segments, sites }: Governed): Problem[] {
  const places = belongings(segments.keys(), sites.values());
  return [...systems.values()].flatMap((system) =>
    [...system.interfaces.values()].flatMap((each) => {
      if (each.direction !== 'target' || each.takes !== 'changes') return [];
      const rules = places.map((place) => ruleFor(connectivity, each.entity, place));
      const [first] = rules;
      if (!first || !rules.every((rule) => rule?.authority === system.code)) return [];
      return breach(
        { file: system.file, line: each.line },
        `${each.id} would feed ${system.code} its own domain: ${first.file}:${first.line} makes it the authority for ${each.entity}`,
        'Write `takes: proposals`, so that it gets only what others propose, or take the interface away.',
      );
    }),
  );
}
