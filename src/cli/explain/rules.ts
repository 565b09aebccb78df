import type { PlanLine } from '../../landscape/connectivity/plan.ts';
import { nearest } from '../../vocabulary/nearest.ts';
import { CommandFailure } from '../failure.ts';
import { printJson } from '../output.ts';
import { planIn } from '../plan.ts';
import { planText } from '../planText.ts';
import { terminal } from '../terminal.ts';

/** Who is the authority for an entity, who contributes, who receives it, under which rule; or what one system has to do with. */
export async function explainRules(
  what: string,
  { landscape, json }: { landscape: string; json?: boolean },
): Promise<void> {
  const lines = linesOf(what, await planIn(landscape));
  const { output, colors } = terminal();
  if (json) printJson(output, lines);
  else output.write(planText(lines, colors));
}

/** The wiring of an entity, or what of all wiring concerns a system. */
export function linesOf(what: string, plan: readonly PlanLine[]): PlanLine[] {
  const ofEntity = plan.filter(({ entity }) => entity === what);
  if (ofEntity.length > 0) return ofEntity;
  const ofSystem = plan.flatMap((line) => {
    const mine = <T extends { interface: string }>(list: T[]) => list.filter((each) => isOf(each, what));
    const [tellers, receivers] = [mine(line.tellers), mine(line.receivers)];
    return tellers.length + receivers.length === 0 ? [] : { ...line, tellers, receivers };
  });
  if (ofSystem.length > 0) return ofSystem;
  const known = plan.flatMap((line) => [
    line.entity,
    ...[...line.tellers, ...line.receivers].map((each) => each.interface.split('/')[0]!),
  ]);
  const meant = nearest(what, new Set(known));
  throw new CommandFailure(
    `${what} is no entity and no system that a connectivity rule is about.`,
    meant === undefined
      ? 'Name an entity such as item, a system, or a mapping file.'
      : `Did you mean ${meant}?`,
  );
}

function isOf(each: { interface: string }, system: string): boolean {
  return each.interface.startsWith(`${system}/`);
}
