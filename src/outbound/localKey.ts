import type { Leaving } from './leaving.ts';
import type { CompiledOutlet, OutboundLine } from './outlet.ts';

/** The key that the target has for the thing, from memory; undefined: none, as far as the hub knows. */
export function localKeyOf(
  line: Pick<OutboundLine, 'references'>,
  { system, interface: { entity } }: CompiledOutlet,
  { entry, endedAs }: Leaving,
): string | undefined {
  return endedAs ?? line.references.local(system.code, entity, entry.subject);
}
