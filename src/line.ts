import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { authorising, type InSegment } from './identity/authorise.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { compileMatchers } from './identity/matching/compileMatchers.ts';
import type { Matcher } from './identity/matching/matcher.ts';
import { strongNumbersOf } from './identity/matching/strongNumbers.ts';
import { ownersOf } from './identity/owners.ts';
import type { WritingInterface } from './identity/writings.ts';
import type { Inlet } from './inbound.ts';
import { governedOf } from './landscape/governed.ts';
import type { Landscape, Site, System, TargetInterface } from './landscape/landscape.ts';
import { carriesOf, rowThatTells } from './mapping/carries.ts';
import { compileMapping } from './mapping/compile.ts';
import type { Mapping, Scope } from './mapping/mapping.ts';
import { NOWHERE } from './mapping/nowhere.ts';
import { compileQualityRules } from './mapping/qualityRules.ts';
import type { Outlet } from './outbound/outlet.ts';
import type { Model } from './quality/checker.ts';
import type { Instant, JsonObject } from './vocabulary/json.ts';
import { type Problem, ProblemError } from './vocabulary/problem.ts';

/** The landscape's interfaces, with their mappings compiled; what needs a running system or a database comes later. */
export interface CompiledLine {
  matchers: ReadonlyMap<string, Matcher>;
  inlets: Omit<Inlet, 'id'>[];
  outlets: Omit<Outlet, 'id' | 'sink' | 'gate'>[];
  inSegment: InSegment;
}

/** The code lists that the mapping of each interface asks, by interface. */
export function listsOf({
  inlets,
  outlets,
}: Pick<CompiledLine, 'inlets' | 'outlets'>): Map<string, readonly string[]> {
  return new Map(
    [...inlets, ...outlets].map(({ interface: { id }, mapping }) => {
      const asked = mapping
        .calls()
        .flatMap(({ name, arguments: [list] }) =>
          name === 'code' && typeof list === 'string' ? [list] : [],
        );
      return [id, [...new Set(asked)]];
    }),
  );
}

/** Throws a `ProblemError` for what `lineshaft check` would have found. */
export async function compileLine(
  landscape: Landscape,
  model: Model,
  references: CrossReferences,
): Promise<CompiledLine> {
  const matchers = compileMatchers(landscape, model);
  const inSegment = compileSegments(landscape, model);
  const quality = compileQualityRules(landscape.quality, model);
  const line: CompiledLine = { matchers, inlets: [], outlets: [], inSegment };
  let tellsAt: Telling = () => false;
  for (const system of landscape.systems.values()) {
    const site = landscape.sites.get(system.site)!;
    for (const declared of system.interfaces.values()) {
      const mapping = orThrow(
        compileMapping(declared.map, await readFile(declared.map, 'utf8'), model, landscape.folder),
      );
      const around = { landscape, references, system, site };
      if (declared.direction === 'source') {
        const entity = model.entities.get(declared.entity)!;
        const scope = (receivedAt: Instant) => scopeOf(around, 'in', receivedAt);
        const speaker = { interface: declared, system, entity };
        const authorise = authorising(landscape, inSegment, speaker);
        const matcher = matchers.get(declared.entity);
        const owners = ownersOf(landscape, declared.entity);
        const governed = governedOf(landscape, entity);
        const numbers = strongNumbersOf(entity, landscape.matching.get(declared.entity));
        const own = quality.get(declared.entity);
        line.inlets.push({
          ...speaker,
          site,
          mapping,
          mapFile: path.relative(landscape.folder, declared.map),
          scope,
          authorise,
          owners,
          governed,
          tells: (other, at) => tellsAt(other, declared.entity, at),
          writtenBy: [],
          ...(matcher && { matcher }),
          ...(numbers && { numbers }),
          ...(own && { quality: own }),
        });
      } else {
        const scope = (now: Instant) => scopeOf(around, 'out', now);
        const wants = compileWhere(declared, model, scope);
        line.outlets.push({ interface: declared, system, site, mapping, scope, wants });
      }
    }
  }
  tellsAt = tellingOf(line.inlets);
  for (const inlet of line.inlets) inlet.writtenBy = writingTo(inlet, line.outlets);
  return line;
}

/** Whether an interface of a system tells an attribute of an entity. */
type Telling = (system: string, entity: string, path: readonly string[]) => boolean;

function tellingOf(inlets: CompiledLine['inlets']): Telling {
  const carried = new Map<string, boolean>();
  return (system, entity, path) => {
    const name = [system, entity, ...path].join(' ');
    const known = carried.get(name);
    if (known !== undefined) return known;
    const its = inlets.filter((inlet) => inlet.system.code === system && inlet.interface.entity === entity);
    const tells = its.some(({ mapping }) => rowThatTells(mapping.lineage(), path) !== undefined);
    carried.set(name, tells);
    return tells;
  };
}

/** What tells a system's own change from the hub's writing. */
function writingTo(
  { system, interface: { entity } }: CompiledLine['inlets'][number],
  outlets: CompiledLine['outlets'],
): WritingInterface[] {
  return outlets
    .filter(
      ({ system: written, interface: target }) =>
        written === system && target.entity === entity && target.takes === 'changes',
    )
    .map((outlet) => ({ id: outlet.interface.id, carries: carriesOf(outlet.mapping) }));
}

/** Conditions of segments see codes and keys as canonical: they need nothing of a system. */
function compileSegments({ segments }: Landscape, model: Model): InSegment {
  const conditions = [...segments.values()].flatMap(({ code, where }) =>
    where === undefined ? [] : [[code, orThrow(compileMapping(`segment ${code}`, where, model))] as const],
  );
  return new Map(
    conditions.map(([code, mapping]) => [
      code,
      (record: JsonObject) => {
        const result = mapping.run(record, NOWHERE);
        return 'value' in result && result.value === true;
      },
    ]),
  );
}

interface Around {
  landscape: Landscape;
  references: CrossReferences;
  system: System;
  site: Site;
}

function scopeOf(
  { landscape, references, system, site }: Around,
  direction: 'in' | 'out',
  receivedAt: Instant,
): Scope {
  const { codes } = landscape;
  return {
    direction,
    system: system.code,
    site: site.code,
    timeZone: site.timeZone,
    receivedAt,
    code:
      direction === 'in'
        ? (list, value) => codes.toCanonical(list, system.code, value)
        : (list, value) => codes.toLocal(list, system.code, value),
    xref:
      direction === 'in'
        ? (entity, key, from) => references.canonical(from, entity, key)
        : (entity, key, to) => references.local(to, entity, key),
    keysOf: (entity) => system.keys[entity] ?? system.code,
  };
}

function compileWhere(
  target: TargetInterface,
  model: Model,
  scope: (now: Instant) => Scope,
): Outlet['wants'] {
  if (target.where === undefined) return () => true;
  const where: Mapping = orThrow(compileMapping(`${target.id} where`, target.where, model));
  return (content: JsonObject) => {
    const result = where.run(content, scope(new Date().toISOString()));
    if ('problem' in result) throw new ProblemError(result.problem);
    return result.value === true;
  };
}

function orThrow<T extends object>(compiled: T | Problem): T {
  if ('code' in compiled && 'advice' in compiled) throw new ProblemError(compiled as Problem);
  return compiled as T;
}
