import type { Pool } from './database/pool.ts';
import { transaction } from './database/transaction.ts';
import { type ChosenPage, readChosen } from './delivery/chosenMessages.ts';
import type { Foresee, Foreseen } from './delivery/foreseen.ts';
import { foreseeIn } from './foreseeIn.ts';
import { foreseeOut } from './foreseeOut.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import type { CompiledLine } from './line.ts';
import type { Before, LineAhead } from './lineAhead.ts';
import { problem } from './vocabulary/problem.ts';

type Interfaces = Pick<CompiledLine, 'inlets' | 'outlets'>;

/**
 * Foresees with the stages of the line itself, up to where they would write. A page of 1,000 is foreseen as one batch; a later page compares states
 * with what the database holds now.
 */
export function createForesee(pool: Pool, references: CrossReferences, compiled: Interfaces): Foresee {
  const inlets = new Map(compiled.inlets.map((inlet) => [inlet.interface.id, inlet]));
  const outlets = new Map(compiled.outlets.map((outlet) => [outlet.interface.id, outlet]));
  const foreseePage = (line: LineAhead, page: ChosenPage, before: Before): Promise<Map<number, Foreseen>> => {
    const inlet = page.direction === 'in' ? inlets.get(page.interface) : undefined;
    if (inlet) return foreseeIn(line, inlet, page.messages, before);
    const outlet = page.direction === 'out' ? outlets.get(page.interface) : undefined;
    return outlet ? foreseeOut(line, outlet, page.messages, before) : Promise.resolve(new Map());
  };
  return (chosen, tell) =>
    transaction(pool, async (connection) => {
      await connection.query('set transaction isolation level repeatable read, read only');
      await connection.query("set local work_mem = '64MB'");
      const before = new Map<string, Before>();
      for await (const page of readChosen(connection, chosen)) {
        const { interface: id, direction } = page;
        const known = before.get(id) ?? { held: new Set(), facts: new Set() };
        before.set(id, known);
        const foreseen = await foreseePage({ pool, references, connection }, page, known);
        tell(
          page.messages.map(({ id: message, key, follows }) => ({
            id: message,
            interface: id,
            direction,
            ...(key !== undefined && { key }),
            follows,
            ...(foreseen.get(message) ?? noInterface(id)),
          })),
        );
      }
    });
}

function noInterface(id: string): Foreseen {
  const found = problem('not-found', 'landscape', `The landscape has no interface ${id} any more.`, {
    advice: 'Discard what is parked of it, or declare the interface again.',
  });
  return { outcome: 'still-parks', problem: found };
}
