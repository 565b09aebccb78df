import type { Delivery } from '../connectors/connector.ts';
import type { Onward } from '../ledger/read.ts';
import { mapWithReferences } from '../mapping/references.ts';
import { isState, kindOf } from '../vocabulary/envelope.ts';
import type { Json } from '../vocabulary/json.ts';
import { holdIncomplete } from './incomplete.ts';
import { type Leaving, stopBehind } from './leaving.ts';
import { localKeyOf } from './localKey.ts';
import { heedMerges, leaveMerged } from './merged.ts';
import type { CompiledOutlet, OutboundLine } from './outlet.ts';

/** `heldBack`: keys that are stopped; those that stop here are added. */
export async function map(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  leaving: readonly Leaving[],
  heldBack = new Set<string>(),
): Promise<void> {
  await heedMerges(
    line,
    outlet,
    leaving.filter((l) => !l.left && !l.problem),
  );
  const waiting = leaving.filter((l) => !l.left && !l.problem);
  if (waiting.length === 0) return;
  await knowLocalKeys(line, outlet, waiting);
  leaveMerged(line, waiting);
  holdIncomplete(line, outlet, waiting, heldBack);
  const going = waiting.filter((l) => !l.left && !l.problem);
  const inputs = going.map((l) => inputOf(line, outlet, l));
  const mapped = await mapWithReferences(
    outlet.mapping,
    outlet.scope(new Date().toISOString()),
    inputs,
    (missing) => line.references.fetchLocal(line.pool, missing),
  );
  for (const [i, l] of going.entries()) {
    const result = mapped[i]!;
    const { partitionKey } = l.entry;
    if (heldBack.has(partitionKey) && !l.again?.unblocked) stopBehind(l);
    else if ('problem' in result) {
      if (!l.again?.unblocked) heldBack.add(partitionKey);
      l.problem = result.problem;
    } else if (isNothing(result.value)) l.left = true;
    else l.delivery = deliveryOf(line, outlet, l, result.value);
  }
}

function deliveryOf(
  line: Pick<OutboundLine, 'references'>,
  outlet: CompiledOutlet,
  leaving: Leaving,
  document: Json,
): Delivery {
  const { entity, id } = outlet.interface;
  const { position, subject, partitionKey } = leaving.entry;
  const localKey = localKeyOf(line, outlet, leaving);
  return {
    id: `${id}:${position}`,
    key: partitionKey,
    entity,
    subject,
    document,
    ...(localKey !== undefined && { localKey }),
  };
}

async function knowLocalKeys(
  line: Pick<OutboundLine, 'pool' | 'references'>,
  outlet: CompiledOutlet,
  leaving: readonly Leaving[],
): Promise<void> {
  const system = outlet.system.code;
  const { entity } = outlet.interface;
  const unknown = leaving.filter((l) => line.references.local(system, entity, l.entry.subject) === undefined);
  if (entity && isOfThing(leaving[0]!.entry)) {
    await line.references.fetchLocal(
      line.pool,
      unknown.map((l) => ({ system, entity, key: l.entry.subject })),
    );
  }
}

/** What the mapping is run on. */
export function inputOf(
  line: Pick<OutboundLine, 'references'>,
  outlet: CompiledOutlet,
  leaving: Leaving,
): Json {
  const { entry } = leaving;
  if (!isOfThing(entry)) return { key: entry.subject, fact: entry.data };
  const localKey = localKeyOf(line, outlet, leaving);
  return { key: entry.subject, ...(localKey !== undefined && { localKey }), ...entry.data };
}

/** It is about a thing that the target may have a key for: what happened is not. */
function isOfThing(entry: Onward): boolean {
  return isState(entry) || kindOf(entry) !== 'changes';
}

/** The mapping leaves it out. */
function isNothing(value: Json | undefined): value is undefined {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
