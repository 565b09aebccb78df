import type { Pool } from './database/pool.ts';
import { digestOf } from './delivery/digest.ts';
import type { ShowOutgoing } from './delivery/outgoing.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { readAt } from './ledger/read.ts';
import type { CompiledLine } from './line.ts';
import type { Leaving } from './outbound/leaving.ts';
import { inputOf, map } from './outbound/map.ts';

/** Maps with the step of delivery itself, and sends nothing. */
export function createOutgoing(
  pool: Pool,
  references: CrossReferences,
  { outlets }: Pick<CompiledLine, 'outlets'>,
): ShowOutgoing {
  return async (interfaceId, position) => {
    const outlet = outlets.find((each) => each.interface.id === interfaceId);
    const [entry] = outlet ? await readAt(pool, [position]) : [];
    if (!outlet || entry?.entity !== outlet.interface.entity) return undefined;
    const leaving: Leaving = { entry };
    const line = { pool, references };
    await map(line, outlet, [leaving]);
    const { delivery, problem } = leaving;
    return {
      source: inputOf(line, outlet, leaving),
      ...(delivery && { document: delivery.document, sha256: digestOf(delivery.document) }),
      ...(problem && { problem }),
    };
  };
}
