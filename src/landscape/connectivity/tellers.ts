import { allInterfaces } from '../allInterfaces.ts';
import type { Landscape, SourceInterface, System, TargetInterface } from '../landscape.ts';

/** The source interfaces that tell an entity, with their systems. */
export function tellersOf(
  systems: Landscape['systems'],
  entity: string,
): { system: System; interface: SourceInterface }[] {
  return interfacesOf(systems, entity).flatMap(({ system, interface: each }) =>
    each.direction === 'source' ? [{ system, interface: each }] : [],
  );
}

/** The target interfaces that are told an entity, with their systems. */
export function hearersOf(
  systems: Landscape['systems'],
  entity: string,
): { system: System; interface: TargetInterface }[] {
  return interfacesOf(systems, entity).flatMap(({ system, interface: each }) =>
    each.direction === 'target' ? [{ system, interface: each }] : [],
  );
}

function interfacesOf(systems: Landscape['systems'], entity: string) {
  return [...systems.values()].flatMap((system) =>
    [...system.interfaces.values()].flatMap((each) =>
      each.entity === entity ? [{ system, interface: each }] : [],
    ),
  );
}

/** The entities that any interface speaks of, in the order of the alphabet. */
export function spokenOf(systems: Landscape['systems']): string[] {
  const all = allInterfaces({ systems });
  return [...new Set(all.map(({ entity }) => entity))].sort();
}
