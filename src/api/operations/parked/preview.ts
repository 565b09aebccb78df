import { causeOf } from '../../../delivery/cause.ts';
import type { Foresee, ForeseenMessage } from '../../../delivery/foreseen.ts';
import type { Problem } from '../../../vocabulary/problem.ts';
import { choose, undecided } from './choose.ts';
import { REPLAYED_STATES } from './jobs.ts';
import type { Preview, PreviewParked } from './previewContract.ts';

/** What would become of messages if they were handed back now. */
export async function previewParked(
  foresee: Foresee,
  { limit = 100, outcome, ...choice }: PreviewParked,
): Promise<Preview | Problem> {
  const chosen = choose(choice, REPLAYED_STATES);
  if (!chosen) return undecided();
  const preview: Preview = { chosen: 0, followers: 0, sums: {}, stopped: [], messages: [] };
  const stopped = new Map<string, Preview['stopped'][number]>();
  await foresee(chosen, (page) => {
    for (const message of page) {
      if (message.follows) preview.followers++;
      else preview.chosen++;
      preview.sums[message.outcome] = (preview.sums[message.outcome] ?? 0) + 1;
      if (message.outcome === 'still-parks') countStopped(stopped, message);
      if (preview.messages.length < limit && (outcome ?? message.outcome) === message.outcome)
        preview.messages.push(shown(message));
    }
  });
  preview.stopped = [...stopped.values()].sort((a, b) => b.count - a.count).slice(0, 50);
  return preview;
}

function countStopped(
  stopped: Map<string, Preview['stopped'][number]>,
  { id, direction, interface: at, problem }: ForeseenMessage,
): void {
  const cause = causeOf(direction, at, problem!);
  const known = stopped.get(cause.id);
  if (known) known.count++;
  else stopped.set(cause.id, { group: cause.id, title: cause.title, count: 1, example: id });
}

function shown({ direction: _, ...message }: ForeseenMessage): Preview['messages'][number] {
  return message;
}
