import type { Queryable } from '../../database/pool.ts';
import { allStates, type Chart } from '../../landscape/processes/chart.ts';
import { withDurations } from '../../landscape/processes/withDurations.ts';
import { type Drawing, drawingOf } from '../../processes/picture/drawing.ts';
import { curve } from '../../processes/picture/svg.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { ChartView } from './chartContract.ts';

/** A chart as a drawing, in the version asked for: the newest, or one that instances began with. */
export async function readChart(
  db: Queryable,
  newest: Chart,
  version: number = newest.version,
): Promise<ChartView | Problem> {
  const chart = version === newest.version ? newest : await readVersion(db, newest.code, version);
  return chart ? viewOf(chart) : noVersion(newest, version);
}

async function readVersion(db: Queryable, process: string, version: number): Promise<Chart | undefined> {
  const { rows } = await db.query<{ chart: Chart }>(
    'select chart from process_definition where process = $1 and version = $2',
    [process, version],
  );
  return rows[0]?.chart;
}

/** Laid out once, not for each reader. */
const drawn = new WeakMap<Chart, Drawing>();

function viewOf(chart: Chart): ChartView {
  const { width, height, boxes, arrows } = drawingFor(chart);
  const states = new Map(allStates(chart.states).map((state) => [state.code, state]));
  return {
    process: chart.code,
    ...(chart.title !== undefined && { title: chart.title }),
    ...{ about: chart.about, version: chart.version, width, height },
    boxes: boxes.map((box) => {
      const { title, on = [] } = states.get(box.state) ?? {};
      const signals = on.map(({ event }) => event).filter((event) => !event.includes('.'));
      return { ...box, ...(title !== undefined && { title }), signals };
    }),
    arrows: arrows.map(({ points, ...arrow }) => ({ ...arrow, path: curve(points) })),
  };
}

function drawingFor(chart: Chart): Drawing {
  const known = drawn.get(chart) ?? drawingOf(withDurations(chart));
  drawn.set(chart, known);
  return known;
}

function noVersion({ code, version: newest }: Chart, version: number): Problem {
  const detail = `There is no version ${version} of ${code}.`;
  return problem('not-found', 'api', detail, { advice: `The newest is ${newest}.` });
}
