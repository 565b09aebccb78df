import { namedPath } from '../../mapping/carries.ts';
import { allows } from '../../quality/codeLists.ts';
import { nearest } from '../../vocabulary/nearest.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import { type Flow, type Flows, translate } from './flows.ts';

/** Values that mappings themselves declare and that no code list has: `$code('unit', 'PCX')`, `"itemType": "finishedGod"`. */
export function findUntranslated(flows: Flows, all: readonly Flow[]): Problem[] {
  return all.flatMap((flow) => [...untranslated(flows, flow), ...strangers(flows, flow)]);
}

function untranslated(flows: Flows, flow: Flow): Problem[] {
  return flow.mapping.calls().flatMap(({ name, arguments: [list, value], line }) => {
    if (name !== 'code' || typeof list !== 'string' || typeof value !== 'string') return [];
    if (translate(flows, flow, list, value) !== undefined) return [];
    const { system, interface: its } = flow;
    const way =
      its.direction === 'source' ? `of ${system.code} has no translation` : `has none for ${system.code}`;
    return breach(
      { file: flows.nameOf(its.map), line },
      `\`${value}\` ${way} in the code list ${list}`,
      `Translate it in a file of codes/ with \`list: ${list}\` and \`system: ${system.code}\`, or correct the mapping.`,
    );
  });
}

/** Texts that an inbound mapping puts into a coded attribute and that its list has not: each such message would park. */
function strangers({ model, nameOf }: Flows, { interface: its, mapping }: Flow): Problem[] {
  if (its.direction !== 'source') return [];
  const coded = (model.entities.get(its.entity)?.attributes ?? []).filter(
    ({ codeList }) => codeList !== undefined,
  );
  return mapping.constants().flatMap(({ target, value, line }) => {
    const path = namedPath(target);
    const attribute = coded.find((each) => sameAttribute(each.path, path));
    const list = model.codeLists.get(attribute?.codeList ?? '');
    if (list === undefined || list.values.size === 0 || allows(list, value)) return [];
    const meant = nearest(value, list.values.keys());
    const advice = `Write a value of the list${meant === undefined ? '' : `, such as \`${meant}\``}.`;
    return breach(
      { file: nameOf(its.map), line },
      `\`${value}\` is no value of the code list ${list.name}`,
      advice,
    );
  });
}

function sameAttribute(declared: readonly string[], path: readonly string[]): boolean {
  return (
    declared.length === path.length &&
    declared.every((name, i) => name === '*' || path[i] === '*' || name === path[i])
  );
}
