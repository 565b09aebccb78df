import { type Problem, problem } from '../vocabulary/problem.ts';
import type { ProcessEvent } from './event.ts';
import type { Holds } from './held.ts';
import type { Given, Instance } from './instance.ts';
import type { Machine } from './machine.ts';
import { guarded } from './step.ts';

export interface Compensated {
  instance: Instance;
  /** New commands. */
  given: Given[];
  /** Undos that were refused, and that the line still has: they go out once more. */
  again: Given[];
  /** Refused and parked, and never to go out any more. */
  over: Given[];
}

/** Cancels an instance: the commands that take back what it gave and its chart did not take back itself, the last first. */
export function compensate(
  machine: Machine,
  instance: Instance,
  event: ProcessEvent,
  holds: Holds,
): Compensated | Problem {
  return guarded(machine, () => {
    const [noted, left] = standing(machine, heldAnew(instance, holds), event, holds);
    const taken = takeBack(machine, noted, left, event, holds);
    const again = new Set(taken.again.map(({ n }) => n));
    const over = noted.given.filter(
      (each) => each.answer === 'refused' && !again.has(each.n) && holds(each) === 'parked',
    );
    return { ...taken, over };
  });
}

/** What was refused and is under way once more may come through yet. */
function heldAnew(instance: Instance, holds: Holds): Instance {
  const again = instance.given.filter((each) => each.answer === 'refused' && holds(each) === 'under way');
  return { ...instance, given: unanswered(instance.given, again) };
}

function unanswered(given: readonly Given[], again: readonly Given[]): Given[] {
  return given.map((each) => {
    const { answer: _, ...open } = each;
    return again.includes(each) ? open : each;
  });
}

/**
 * What still stands, the last first. Of what the chart took back itself it is noted what by, and an answer that is to come is waited for; of what a later step
 * gave again to the same key it is noted with which it is undone.
 */
function standing(
  machine: Machine,
  instance: Instance,
  event: ProcessEvent,
  holds: Holds,
): [Instance, Given[]] {
  const { given } = instance;
  const undoes = new Map<string, string>();
  const left = given.toReversed().filter((each) => {
    if (undoOf(machine, each) === undefined || each.answer === 'refused' || each.undoes !== undefined)
      return false;
    const own = ownUndo(machine, instance, each, event, holds);
    if (own && !undoes.has(own.n)) undoes.set(own.n, each.n);
    return own?.answer === 'refused' || !own;
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

/** The undo of a command that the chart has given since, to the same key: one that was not refused, else one that the line still has. */
function ownUndo(
  machine: Machine,
  instance: Instance,
  given: Given,
  event: ProcessEvent,
  holds: Holds,
): Given | undefined {
  const undo = undoOf(machine, given);
  const since = instance.given
    .slice(instance.given.indexOf(given) + 1)
    .filter((each) => each.name === undo && (each.answer !== 'refused' || holds(each)));
  if (since.length === 0) return undefined;
  const { key } = undoing(machine, instance, given, event);
  const its = since.filter((each) => each.key === key);
  return its.find(({ answer }) => answer !== 'refused') ?? its[0];
}

/** Gives the undo of each, or hands back the one that was refused: two of them might both reach the system. */
function takeBack(
  machine: Machine,
  instance: Instance,
  left: readonly Given[],
  event: ProcessEvent,
  holds: Holds,
): Compensated {
  const n = instance.steps + 1;
  const again: Given[] = [];
  const undone: Given[] = [];
  for (const each of left) {
    const refused = instance.given.findLast(({ undoes }) => undoes === each.n);
    if (refused && holds(refused)) again.push(refused);
    else
      undone.push({
        ...undoing(machine, instance, each, event),
        n: `${n}.${undone.length + 1}`,
        undoes: each.n,
      });
  }
  const { overdue: _, ...rest } = instance;
  const given = [...unanswered(instance.given, again), ...undone];
  const cancelling = settleUndone({ ...rest, steps: n, given }, event.time);
  return { instance: cancelling, given: undone, again, over: [] };
}

function undoOf({ chart }: Machine, { name }: Given): string | undefined {
  return chart.commands.find((command) => command.name === name)?.undo;
}

function undoing(machine: Machine, { context }: Instance, given: Given, event: ProcessEvent) {
  const asked = { context, event: { ...event, data: { ...event.data, given: given.data } } };
  return machine.undo(undoOf(machine, given)!, asked, given.data);
}

/** Asks once more for what a system refused to take back. */
export function compensateAgain(
  machine: Machine,
  instance: Instance,
  event: ProcessEvent,
  holds: Holds,
): Compensated | Problem {
  const left = new Set(leftStanding(instance).map(({ undoes }) => undoes));
  const standing = instance.given.filter(({ n }) => left.has(n)).toReversed();
  return guarded(machine, () => takeBack(machine, instance, standing, event, holds));
}

/**
 * Cancelled when all that took back was answered. As soon as a system refuses to take back what it had done it is stuck, and a person must see to it: what
 * takes back more of the same thing waits behind that.
 */
export function settleUndone(instance: Instance, time: string): Instance {
  const [left] = leftStanding(instance);
  const { problem: _, ...rest } = instance;
  if (!left) {
    const waits = rest.given.some(({ undoes, answer }) => undoes !== undefined && answer === undefined);
    return { ...rest, status: waits ? 'cancelling' : 'cancelled', changedAt: time };
  }
  const detail = `\`${left.name}\` of ${left.key} was refused: what it should take back still stands`;
  const advice = 'Read why it was refused, mend that and `retry`; or see to it yourself and `skip`.';
  const found = problem('target-rejected', 'process', detail, { advice });
  return { ...instance, status: 'stuck', changedAt: time, problem: found };
}

/** Goes on without what a system refused to take back: a person has seen to it. */
export function leave(instance: Instance, time: string): { instance: Instance; left: Given[] } {
  const left = leftStanding(instance);
  const given = instance.given.map((each) => (left.includes(each) ? { ...each, left: true as const } : each));
  return { instance: settleUndone({ ...instance, steps: instance.steps + 1, given }, time), left };
}

/** Whether it was cancelled: nothing goes on but taking back. */
export function isTakingBack({ given }: Instance): boolean {
  return given.some(({ undoes }) => undoes !== undefined);
}

/** The last undo of each command that was done, where a system refused it, none before was taken, and nobody has seen to it. */
function leftStanding({ given }: Instance): Given[] {
  const undos = Map.groupBy(given, ({ undoes }) => undoes);
  const left = given.flatMap(({ n, answer, undoneWith = n }) => {
    const its = answer === 'refused' ? [] : (undos.get(undoneWith) ?? []);
    return its.every((undo) => undo.answer === 'refused' && !undo.left) ? its.slice(-1) : [];
  });
  return [...new Set(left)];
}
