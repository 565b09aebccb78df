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

/** What still stands; of what the chart took back itself it is noted what by, and an answer that is to come is waited for. */
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
  const noted = given.map((each) => (undoes.has(each.n) ? { ...each, undoes: undoes.get(each.n)! } : each));
  return [{ ...instance, given: noted }, left];
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
  const undone = left.map(
    (each, i): Given => ({
      ...undoing(machine, instance, each, event),
      n: `${n}.${i + 1}`,
      undoes: each.n,
    }),
  );
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

/** Cancelled when all that took back was answered; where a system refused to take back what it had done, a person must see to it. */
export function settleUndone(instance: Instance, time: string): Instance {
  const undoing = instance.given.filter(({ undoes }) => undoes !== undefined);
  if (undoing.some(({ answer }) => answer === undefined)) return instance;
  const left = undoing.find(({ answer, undoes }) => answer === 'refused' && wasDone(instance, undoes!));
  if (!left) return { ...instance, status: 'cancelled', changedAt: time };
  const detail = `\`${left.name}\` of ${left.key} was refused: what it should take back still stands`;
  return { ...instance, changedAt: time, problem: problem('target-rejected', 'process', detail) };
}

function wasDone({ given }: Instance, n: string): boolean {
  return given.find((each) => each.n === n)?.answer !== 'refused';
}
