import type { Model } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from './breach.ts';
import type { Governed } from './governing.ts';
import { hearersOf, tellersOf } from './tellers.ts';

/** Systems that are told an entity and tell it too, but under no name of the hub's: what it writes would come back as their change. */
export function findLoops({ systems }: Governed, { entities }: Pick<Model, 'entities'>): Problem[] {
  return [...systems.values()].flatMap((system) => {
    if (system.author !== undefined) return [];
    const own = new Map([[system.code, system]]);
    return [...entities.keys()].flatMap((entity) => {
      const [teller] = tellersOf(own, entity);
      const [hearer] = hearersOf(own, entity);
      if (!teller || !hearer || entities.get(entity)?.kind === 'fact') return [];
      return breach(
        { file: system.file, line: hearer.interface.line },
        `${hearer.interface.id} and ${teller.interface.id} make a loop: what the hub writes to ${system.code} comes back as a change made there`,
        `Give ${system.code} an \`author:\`, the user under which the hub writes there, and tell \`changedBy\` in ${teller.interface.name}'s mapping.`,
      );
    });
  });
}
