import type { Interface, System } from './landscape.ts';

/** The interfaces of all systems, in the order of the landscape. */
export function allInterfaces({ systems }: { systems: ReadonlyMap<string, System> }): Interface[] {
  return [...systems.values()].flatMap((system) => [...system.interfaces.values()]);
}
