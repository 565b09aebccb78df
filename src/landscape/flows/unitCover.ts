import type { Call } from '../../mapping/mapping.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import { type Flow, type Flows, translate } from './flows.ts';

/** Conversions that no quantity can pass: a unit that is none, or two of different dimension without the item's own factors. */
export function findUnconvertible(flows: Flows, all: readonly Flow[]): Problem[] {
  return all.flatMap((flow) =>
    flow.mapping.calls().flatMap((call) => {
      const reason = call.name === 'convert' ? unconvertible(flows, flow, call) : undefined;
      return reason === undefined
        ? []
        : breach(
            { file: flows.nameOf(flow.interface.map), line: call.line },
            reason,
            'Name units of one dimension (UN/CEFACT Rec 20, such as `KGM`), or give the units of the item as the fourth argument.',
          );
    }),
  );
}

function unconvertible(flows: Flows, flow: Flow, { arguments: written }: Call): string | undefined {
  const { units } = flows.model;
  const [from, to] = [written[1], written[2]].map((each) => unitOf(flows, flow, each));
  const unknown = [from, to].find((unit) => unit !== undefined && !units.has(unit));
  if (unknown !== undefined) return `\`${unknown}\` is not a unit`;
  if (from === undefined || to === undefined || from === to || written.length > 3) return undefined;
  if (units.factor(from, to) !== undefined) return undefined;
  return `${from} cannot be converted to ${to}: ${kindOf(flows, from)}, ${kindOf(flows, to)}`;
}

/**
 * The unit that is written, itself or by `$code('unit', 'ST')`: what a system's own word stands for, or, for a target, the system's own word, which
 * is a unit only where it is the same.
 */
function unitOf(flows: Flows, flow: Flow, written: string | Call | undefined): string | undefined {
  if (typeof written !== 'object') return written;
  const [list, value] = written.arguments;
  const isWord = written.name === 'code' && list === 'unit' && typeof value === 'string';
  return isWord ? translate(flows, flow, list, value) : undefined;
}

function kindOf({ model }: Flows, unit: string): string {
  const dimension = model.units.dimension(unit);
  return dimension === undefined ? `${unit} is a package` : `${unit} is of the dimension ${dimension}`;
}
