import { rowThatTells } from '../../mapping/carries.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import { hearersOf } from '../connectivity/tellers.ts';
import { type Flow, type Flows, sourcesOf } from './flows.ts';

/**
 * Systems with an `author:` whose mapping does not tell who changed a thing: what the hub writes there would come back as their change. What a
 * command makes of a thing is to come back. A mapping that takes all from elsewhere is believed.
 */
export function findUntoldAuthors({ landscape, model, nameOf }: Flows, all: readonly Flow[]): Problem[] {
  if (landscape.connectivity.length === 0) return [];
  return sourcesOf(all).flatMap(({ system, interface: its, mapping }) => {
    const hearers = hearersOf(new Map([[system.code, system]]), its.entity);
    const hearer = hearers.find((each) => each.interface.takes !== 'commands');
    if (system.author === undefined || !hearer || model.entities.get(its.entity)?.kind === 'fact') return [];
    if (rowThatTells(mapping.lineage(), ['changedBy'])) return [];
    return breach(
      { file: nameOf(its.map), line: 1 },
      `${its.id} does not tell who changed ${its.entity}: what the hub writes to ${system.code} by ${hearer.interface.id} comes back as a change made there, whatever \`author:\` says`,
      'Tell `changedBy` in the mapping: the user who changed it in the system.',
    );
  });
}
