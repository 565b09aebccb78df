import type { Pool } from './database/pool.ts';
import { transaction } from './database/transaction.ts';
import { type ChosenPage, readChosen } from './delivery/chosenMessages.ts';
import type { Foresee, Foreseen, ForeseenMessage } from './delivery/foreseen.ts';
import { foreseeIn } from './foreseeIn.ts';
import { foreseeOut } from './foreseeOut.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import type { CompiledLine } from './line.ts';
import type { Before, LineAhead } from './lineAhead.ts';
import { problem } from './vocabulary/problem.ts';

type Interfaces = Pick<CompiledLine, 'inlets' | 'outlets'>;

/**
 * Foresees with the stages of the line itself, up to where they would write. A page of 1,000 is foreseen as one batch; a later page compares states
 * with what the database holds now, and is mapped while the one before is looked up there.
 */
export function createForesee(pool: Pool, references: CrossReferences, compiled: Interfaces): Foresee {
  const inlets = new Map(compiled.inlets.map((inlet) => [inlet.interface.id, inlet]));
  const outlets = new Map(compiled.outlets.map((outlet) => [outlet.interface.id, outlet]));
  const foreseePage = async (
    line: LineAhead,
    page: ChosenPage,
    before: Before,
    previous: Promise<void>,
  ): Promise<Map<number, Foreseen>> => {
    const inlet = page.direction === 'in' ? inlets.get(page.interface) : undefined;
    if (inlet) return foreseeIn(line, inlet, page.messages, before, previous);
    await previous;
    const outlet = page.direction === 'out' ? outlets.get(page.interface) : undefined;
    return outlet ? foreseeOut(line, outlet, page.messages, before) : new Map();
  };
  return (condition, tell) =>
    transaction(pool, async (connection) => {
      await connection.query('set transaction isolation level repeatable read, read only');
      await connection.query("set local work_mem = '64MB'");
      const before = new Map<string, Before>();
      let last: Promise<void> = Promise.resolve();
      for await (const page of readChosen(connection, condition)) {
        const known = before.get(page.interface) ?? { held: new Set(), facts: new Set() };
        before.set(page.interface, known);
        const previous = last;
        last = foreseePage({ pool, references, connection }, page, known, previous).then((foreseen) =>
          tell(toldOf(page, foreseen)),
        );
        // Told when its turn has come.
        last.catch(() => {});
        await previous;
      }
      await last;
    });
}

function toldOf(page: ChosenPage, foreseen: ReadonlyMap<number, Foreseen>): ForeseenMessage[] {
  const { interface: id, direction } = page;
  return page.messages.map(({ id: message, key, follows }) => ({
    id: message,
    interface: id,
    direction,
    ...(key !== undefined && { key }),
    follows,
    ...(foreseen.get(message) ?? noInterface(id)),
  }));
}

function noInterface(id: string): Foreseen {
  const found = problem('not-found', 'landscape', `The landscape has no interface ${id} any more.`, {
    advice: 'Discard what is parked of it, or declare the interface again.',
  });
  return { outcome: 'still-parks', problem: found };
}
