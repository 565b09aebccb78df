import type { Problem } from '../vocabulary/problem.ts';
import { refuse, unknownWord } from './report.ts';
import { checkSite, type Surroundings } from './systemPart.ts';
import type { TargetSettings } from './systemSettings.ts';
import { child, type YamlFile } from './yaml.ts';

/** What a target requires must be an attribute of its entity, at a site that there is; and what lacks it must make way for the state that has it. */
export function checkRequired(
  { requires, target, send, takes }: TargetSettings,
  around: Surroundings,
  yaml: YamlFile,
  pointer: string,
): Problem[] {
  const entity = around.dependencies.model.entities.get(target.split('@', 1)[0]!);
  if (requires.length === 0 || !entity) return [];
  const at = `${pointer}/requires`;
  if (send !== 'latest' || takes !== 'changes') return [notLatest(at, yaml)];
  return requires.flatMap((attribute, i) => {
    const here = child(at, i);
    const [first, site] = attribute.split('.');
    if (first === 'sites' && site !== undefined) {
      const unknown = checkSite(around, site, yaml, here);
      if (unknown.length > 0) return unknown;
    }
    const isThere = hasPlace(entity.groups, attribute);
    return isThere ? [] : [unknownWord(`attribute of ${entity.entity}`, attribute, entity.names, yaml, here)];
  });
}

/** Names that the data choose, such as sites and languages, stand as `*` in the model. */
function hasPlace(places: ReadonlyMap<string, unknown>, attribute: string): boolean {
  let place = '';
  for (const name of attribute.split('.')) {
    place = places.has(`${place}/${name}`) ? `${place}/${name}` : `${place}/*`;
    if (!places.has(place)) return false;
  }
  return true;
}

function notLatest(at: string, yaml: YamlFile): Problem {
  return refuse(yaml, {
    pointer: at,
    at: 'key',
    detail:
      'What waits for an attribute makes way for a newer state of the thing, which `send: every` does not allow',
    advice: 'Add `send: latest`, for changes of things; or take `requires` away.',
  });
}
