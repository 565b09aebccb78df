import { rowThatReads, rowThatTells } from '../../mapping/carries.ts';
import type { Attribute } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import type { Landscape, ResidencyRule, SourceInterface, System, TargetInterface } from '../landscape.ts';
import { type Flow, type Flows, reaches, regionOf, sourcesOf, targetsOf } from './flows.ts';

type Source = Flow<SourceInterface>;
type Target = Flow<TargetInterface>;

const STAY: ReadonlySet<string> = new Set(['personal', 'trade-secret', 'export-controlled']);

/** Attributes that a mapping would bring into a region, or to an outsider, that their class keeps them from; one of each class and way. */
export function findEmigrants(flows: Flows, all: readonly Flow[]): Problem[] {
  return targetsOf(all).flatMap((target) => {
    const bound = boundOf(flows, target.interface.entity);
    const first = new Map<string, Problem>();
    for (const source of sourcesOf(all).filter((each) => reaches(flows, each, target)))
      for (const attribute of bound) {
        const way = `${attribute.class} ${regionOf(source.system, flows.landscape)}`;
        const found = first.has(way) ? undefined : emigrant(attribute, source, target, flows);
        if (found) first.set(way, found);
      }
    return [...first.values()];
  });
}

/** The attributes of an entity that their class binds to a region, without those that are only made of others. */
function boundOf({ model }: Flows, entity: string): Attribute[] {
  const classed = (model.entities.get(entity)?.attributes ?? []).filter((each) => STAY.has(each.class ?? ''));
  return classed.filter(
    ({ path }) =>
      !classed.some(
        (other) => other.path.length > path.length && path.every((name, i) => other.path[i] === name),
      ),
  );
}

function emigrant(attribute: Attribute, source: Source, target: Target, flows: Flows): Problem | undefined {
  const { landscape, model, nameOf } = flows;
  const { entity } = target.interface;
  const what = model.entities.get(entity)!.kind === 'fact' ? 'fact' : 'record';
  const read = rowThatReads(target.mapping.lineage(), what, attribute.path);
  if (read === undefined || rowThatTells(source.mapping.lineage(), attribute.path) === undefined)
    return undefined;
  const [from, to] = [regionOf(source.system, landscape), regionOf(target.system, landscape)];
  if (from === to && !isOutside(target.system, landscape)) return undefined;
  if (landscape.residency.some((rule) => allows(rule, attribute.class!, entity, from, to, target.system)))
    return undefined;
  const way =
    from === to ? `to ${target.system.code}, which is outside the enterprise` : `from ${from} to ${to}`;
  const rule = from === to ? `systems: [${target.system.code}]` : `from: ${from}, to: [${to}]`;
  return breach(
    { file: nameOf(target.interface.map), line: read.line },
    `${target.interface.id} would bring \`${attribute.path.join('.')}\` of ${entity} (${attribute.class}) ${way}: ${source.interface.id} tells it`,
    `Take it out of the mapping, or allow it in enterprise.yaml: \`residency: [{ class: ${attribute.class}, entities: [${entity}], ${rule}, reason: … }]\`.`,
  );
}

function allows(
  rule: ResidencyRule,
  its: string,
  entity: string,
  from: string,
  to: string,
  system: System,
): boolean {
  return (
    rule.class === its &&
    (rule.entities === undefined || rule.entities.includes(entity)) &&
    (rule.from === undefined || rule.from === from) &&
    (rule.to.includes(to) || rule.systems.includes(system.code))
  );
}

/** Partners and contract manufacturers get what the enterprise keeps to itself only where a rule names them. */
function isOutside({ kind, site }: System, { sites }: Landscape): boolean {
  return kind === 'partner' || sites.get(site)!.kind === 'contractManufacturer';
}
