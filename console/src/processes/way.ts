import type { ChartView } from 'api/process/chartContract.ts';
import type { InstanceDetail } from 'api/process/contract.ts';

type Box = ChartView['boxes'][number];
type Arrow = ChartView['arrows'][number];
type Taken = Pick<InstanceDetail['history'][number], 'event' | 'state'>;

/** Where an instance came through on its chart. */
export interface Way {
  passed: ReadonlySet<string>;
  taken: ReadonlySet<Arrow>;
}

const START = '•';

/** The way that a history tells: of each step, on each level of the chart, from the state before to the state after. */
export function wayOf(
  { boxes, arrows }: Pick<ChartView, 'boxes' | 'arrows'>,
  history: readonly Taken[],
): Way {
  const within = new Map(boxes.map((box: Pick<Box, 'state' | 'in'>) => [box.state, box.in]));
  const passed = new Set<string>();
  const taken = new Set<Arrow>();
  let before: string[] = [];
  for (const { event, state } of history) {
    const after = statesIn(state);
    for (const to of after) {
      passed.add(to);
      const from = before.find((each) => within.get(each) === within.get(to)) ?? START;
      if (from === to) continue;
      for (const arrow of pathOf(arrows, from, to, event)) {
        taken.add(arrow);
        passed.add(arrow.to);
      }
    }
    before = after;
  }
  return { passed, taken };
}

/** All states of a state as JSON, outer before inner. */
export function statesIn(state: unknown): string[] {
  if (typeof state === 'string') return [state];
  if (typeof state !== 'object' || state === null) return [];
  return Object.entries(state).flatMap(([outer, inner]) => [outer, ...statesIn(inner)]);
}

/** The shortest way of which only the first arrow takes an event: best one that names it; none where the chart shows none. */
function pathOf(arrows: readonly Arrow[], from: string, to: string, event: string): Arrow[] {
  const first = arrows.filter((arrow) => arrow.from === from);
  const named = first.filter(({ lines }) => lines.some((line) => line.includes(event)));
  return shortest(arrows, named, to) ?? shortest(arrows, first, to) ?? [];
}

function shortest(arrows: readonly Arrow[], first: readonly Arrow[], to: string): Arrow[] | undefined {
  const seen = new Set<string>();
  for (let paths = first.map((arrow) => [arrow]); paths.length > 0; ) {
    const found = paths.find((path) => path.at(-1)!.to === to);
    if (found) return found;
    paths = paths.flatMap((path) => {
      const at = path.at(-1)!.to;
      if (seen.has(at)) return [];
      seen.add(at);
      return arrows.filter((next) => next.atOnce && next.from === at).map((next) => [...path, next]);
    });
  }
  return undefined;
}
