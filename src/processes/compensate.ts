import { type Problem, problem } from '../vocabulary/problem.ts';
import type { ProcessEvent } from './event.ts';
import type { Given, Instance } from './instance.ts';
import type { Machine } from './machine.ts';
import { guarded } from './step.ts';

export interface Compensated {
  instance: Instance;
  given: Given[];
}

/** Cancels an instance: the commands that take back what it gave and its chart did not take back itself, the last first. */
export function compensate(machine: Machine, instance: Instance, event: ProcessEvent): Compensated | Problem {
  return guarded(machine, () => takeBack(machine, ...standing(machine, instance, event), event));
}

/**
 * What still stands, the last first. Of what the chart took back itself it is noted what by, and an answer that is to come is waited for; of what a later step
 * gave again to the same key it is noted with which it is undone.
 */
function standing(machine: Machine, instance: Instance, event: ProcessEvent): [Instance, Given[]] {
  const { given } = instance;
  const undoes = new Map<string, string>();
  const left = given.toReversed().filter((each) => {
    if (undoOf(machine, each) === undefined || each.answer === 'refused' || each.undoes !== undefined)
      return false;
    const own = ownUndo(machine, instance, each, event);
    if (own && !undoes.has(own.n)) undoes.set(own.n, each.n);
    return !own;
  });
  const replaced = givenAgain(left);
  const noted = given.map((each) => ({
    ...each,
    ...(undoes.has(each.n) && { undoes: undoes.get(each.n)! }),
    ...(replaced.has(each.n) && { undoneWith: replaced.get(each.n)! }),
  }));
  return [{ ...instance, given: noted }, left.filter(({ n }) => !replaced.has(n))];
}

/**
 * Of commands, the last first, those that a later step gave again to the same key → that one: a system has one effect of them. What one step gives to one key
 * out of a list are several.
 */
function givenAgain(left: readonly Given[]): Map<string, string> {
  const last = new Map<string, string>();
  const replaced = new Map<string, string>();
  for (const { name, key, n } of left) {
    const effect = `${name} ${key}`;
    const newest = last.get(effect);
    if (newest === undefined) last.set(effect, n);
    else if (stepOf(newest) !== stepOf(n)) replaced.set(n, newest);
  }
  return replaced;
}

function stepOf(n: string): string {
  return n.slice(0, n.indexOf('.'));
}

/** The undo of a command that the chart has given since, to the same key. */
function ownUndo(machine: Machine, instance: Instance, given: Given, event: ProcessEvent): Given | undefined {
  const undo = undoOf(machine, given);
  const since = instance.given
    .slice(instance.given.indexOf(given) + 1)
    .filter(({ name, answer }) => name === undo && answer !== 'refused');
  if (since.length === 0) return undefined;
  const { key } = undoing(machine, instance, given, event);
  return since.find((each) => each.key === key);
}

function takeBack(
  machine: Machine,
  instance: Instance,
  left: readonly Given[],
  event: ProcessEvent,
): Compensated {
  const n = instance.steps + 1;
  const undone = left.map((each, i): Given => {
    const refused = instance.given.findLast(({ undoes }) => undoes === each.n);
    return {
      ...undoing(machine, instance, each, event),
      n: `${n}.${i + 1}`,
      undoes: each.n,
      ...(refused && { replaces: refused.n }),
    };
  });
  const { problem: _, overdue: __, ...rest } = instance;
  const cancelling: Instance = {
    ...rest,
    status: 'cancelling',
    steps: n,
    given: [...instance.given, ...undone],
    changedAt: event.time,
  };
  return { instance: settleUndone(cancelling, event.time), given: undone };
}

function undoOf({ chart }: Machine, { name }: Given): string | undefined {
  return chart.commands.find((command) => command.name === name)?.undo;
}

function undoing(machine: Machine, { context }: Instance, given: Given, event: ProcessEvent) {
  const asked = { context, event: { ...event, data: { ...event.data, given: given.data } } };
  return machine.undo(undoOf(machine, given)!, asked, given.data);
}

/** Gives again what a system refused to take back. */
export function compensateAgain(
  machine: Machine,
  instance: Instance,
  event: ProcessEvent,
): Compensated | Problem {
  const left = new Set(leftStanding(instance).map(({ undoes }) => undoes));
  const again = instance.given.filter(({ n }) => left.has(n)).toReversed();
  return guarded(machine, () => takeBack(machine, instance, again, event));
}

/** Cancelled when all that took back was answered; where a system refused to take back what it had done it is stuck, and a person must see to it. */
export function settleUndone(instance: Instance, time: string): Instance {
  if (instance.given.some(({ undoes, answer }) => undoes !== undefined && answer === undefined))
    return instance;
  const [left] = leftStanding(instance);
  if (!left) return ended(instance, time);
  const detail = `\`${left.name}\` of ${left.key} was refused: what it should take back still stands`;
  const advice = 'Read why it was refused, mend that and `retry`; or see to it yourself and `skip`.';
  const found = problem('target-rejected', 'process', detail, { advice });
  return { ...instance, status: 'stuck', changedAt: time, problem: found };
}

/** Ends without what a system refused to take back: a person has seen to it. */
export function leave(instance: Instance, time: string): { instance: Instance; left: Given[] } {
  return {
    instance: ended({ ...instance, steps: instance.steps + 1 }, time),
    left: leftStanding(instance),
  };
}

/** Whether it was cancelled: nothing goes on but taking back. */
export function isTakingBack({ given }: Instance): boolean {
  return given.some(({ undoes }) => undoes !== undefined);
}

function ended({ problem: _, ...instance }: Instance, time: string): Instance {
  return { ...instance, status: 'cancelled', changedAt: time };
}

/** The last undo of each command that was done, where a system refused it and none before was taken. */
function leftStanding({ given }: Instance): Given[] {
  const undos = Map.groupBy(given, ({ undoes }) => undoes);
  const left = given.flatMap(({ n, answer, undoneWith = n }) => {
    const its = answer === 'refused' ? [] : (undos.get(undoneWith) ?? []);
    return its.every((undo) => undo.answer === 'refused') ? its.slice(-1) : [];
  });
  return [...new Set(left)];
}
