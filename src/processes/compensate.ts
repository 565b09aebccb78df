import { type Problem, problem } from '../vocabulary/problem.ts';
import type { ProcessEvent } from './event.ts';
import type { Given, Instance } from './instance.ts';
import type { Machine } from './machine.ts';
import { guarded } from './step.ts';

/** Cancels an instance: the commands that take back what it gave, the last first. */
export function compensate(
  machine: Machine,
  instance: Instance,
  event: ProcessEvent,
): { instance: Instance; given: Given[] } | Problem {
  return guarded(machine, () => takeBack(machine, instance, event));
}

function takeBack(
  machine: Machine,
  instance: Instance,
  event: ProcessEvent,
): { instance: Instance; given: Given[] } {
  const n = instance.steps + 1;
  const undone: Given[] = [];
  for (const each of instance.given.toReversed()) {
    const undo = machine.chart.commands.find(({ name }) => name === each.name)?.undo;
    if (undo === undefined || each.answer === 'refused' || each.undoes !== undefined) continue;
    const asked = {
      context: instance.context,
      event: { ...event, data: { ...event.data, given: each.data } },
    };
    const command = machine.undo(undo, asked, each.data);
    undone.push({ ...command, n: `${n}.${undone.length + 1}`, undoes: each.n });
  }
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
