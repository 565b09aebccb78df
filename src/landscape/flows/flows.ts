import type { Mapping } from '../../mapping/mapping.ts';
import type { Model } from '../../quality/checker.ts';
import type { Interface, Landscape, SourceInterface, System, TargetInterface } from '../landscape.ts';

/** What is checked of the landscape and its mappings together. */
export interface Flows {
  landscape: Landscape;
  /** By absolute path. */
  mappings: ReadonlyMap<string, Mapping>;
  model: Pick<Model, 'entities' | 'codeLists' | 'units'>;
  /** The name of a mapping, as seen from the landscape's folder. */
  nameOf(file: string): string;
}

/** An interface with its system, and its mapping compiled. */
export interface Flow<I extends Interface = Interface> {
  system: System;
  interface: I;
  mapping: Mapping;
}

/** Every interface whose mapping was compiled. */
export function flowsOf({ landscape, mappings }: Flows): Flow[] {
  return [...landscape.systems.values()].flatMap((system) =>
    [...system.interfaces.values()].flatMap((each) => {
      const mapping = mappings.get(each.map);
      return mapping === undefined ? [] : [{ system, interface: each, mapping }];
    }),
  );
}

/** What `$code(list, value)` gives in the mapping of an interface. */
export function translate({ landscape }: Flows, flow: Flow, list: string, value: string): string | undefined {
  const { codes } = landscape;
  const read = flow.interface.direction === 'source' ? codes.toCanonical : codes.toLocal;
  return read(list, flow.system.code, value);
}

/** Whether a target gets what a source tells: one that takes entries of some sites only takes none that are told elsewhere in the world. */
export function reaches(
  { landscape }: Flows,
  source: Flow<SourceInterface>,
  target: Flow<TargetInterface>,
): boolean {
  if (source.system === target.system || source.interface.entity !== target.interface.entity) return false;
  const regions = target.interface.sites.map((site) => landscape.sites.get(site)!.region);
  return regions.length === 0 || regions.includes(regionOf(source.system, landscape));
}

export function regionOf({ site }: System, { sites }: Pick<Landscape, 'sites'>): string {
  return sites.get(site)!.region;
}

export function sourcesOf(all: readonly Flow[]): Flow<SourceInterface>[] {
  return all.filter((flow): flow is Flow<SourceInterface> => flow.interface.direction === 'source');
}

export function targetsOf(all: readonly Flow[]): Flow<TargetInterface>[] {
  return all.filter((flow): flow is Flow<TargetInterface> => flow.interface.direction === 'target');
}
