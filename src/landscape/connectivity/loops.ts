import type { Model } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import type { System } from '../landscape.ts';
import { breach } from './breach.ts';
import type { Governed } from './governing.ts';
import { hearersOf, tellersOf } from './tellers.ts';

/**
 * Systems that are told an entity and tell it too, but under no name of the hub's: what it writes would come back as their change. What a command makes of
 * a thing is to come back.
 */
export function findLoops({ systems }: Governed, { entities }: Pick<Model, 'entities'>): Problem[] {
  return [...systems.values()].flatMap((system) => {
    if (system.author !== undefined) return [];
    const own = new Map([[system.code, system]]);
    return [...entities.keys()].flatMap((entity) => {
      const [teller] = tellersOf(own, entity);
      const hearer = hearersOf(own, entity).find((each) => each.interface.takes !== 'commands');
      if (!teller || !hearer || entities.get(entity)?.kind === 'fact') return [];
      return breach(
        { file: system.file, line: hearer.interface.line },
        `${hearer.interface.id} and ${teller.interface.id} make a loop: what the hub writes to ${system.code} comes back as a change made there`,
        `Give ${system.code} an \`author:\`, the user under which the hub writes there, and tell \`changedBy\` in ${teller.interface.name}'s mapping.`,
      );
    });
  });
}

/** Two systems that are two doors to one database: what the hub writes by the one comes back by the other, which nothing was written to. */
export function findTwoDoors({ systems }: Governed, { entities }: Pick<Model, 'entities'>): Problem[] {
  return [...entities.values()].flatMap(({ entity, kind }) => {
    if (kind === 'fact') return [];
    const tellers = tellersOf(systems, entity);
    return hearersOf(systems, entity).flatMap(({ system, interface: hearer }) => {
      const database = databaseOf(system);
      const teller = tellers.find((each) => each.system !== system && databaseOf(each.system) === database);
      if (database === undefined || !teller || hearer.takes === 'commands') return [];
      return breach(
        { file: system.file, line: hearer.line },
        `${hearer.id} and ${teller.interface.id} make a loop: both speak to one database, and what the hub writes there for ${system.code} comes back as a change of ${teller.system.code}`,
        `Make ${system.code} and ${teller.system.code} one system, with an \`author:\`.`,
      );
    });
  });
}

/** Host, database and schema; whoever signs in. */
function databaseOf({ connection: { url, schema } }: System): string | undefined {
  if (typeof url !== 'string' || !/^(postgres|postgresql|mysql|mariadb):/.test(url) || !URL.canParse(url))
    return undefined;
  const { host, pathname } = new URL(url);
  return [host, pathname, schema].join(' ');
}
