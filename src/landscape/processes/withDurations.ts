import type { Chart, ChartState } from './chart.ts';

/** For readers: the chart with the durations themselves where parameters stand for them; one that differs by segment keeps its name. */
export function withDurations(chart: Chart): Chart {
  const { values, segments } = chart.parameters;
  const read = (duration: string): string => {
    const value = values[duration];
    const isOne = Object.values(segments).every((its) => its[duration] === value);
    return typeof value === 'string' && isOne ? value : duration;
  };
  return { ...chart, states: chart.states.map((state) => replaced(state, read)) };
}

function replaced(state: ChartState, read: (duration: string) => string): ChartState {
  return {
    ...state,
    ...(state.within !== undefined && { within: read(state.within) }),
    after: state.after.map(({ delay, branches }) => ({ delay: read(delay), branches })),
    states: state.states.map((each) => replaced(each, read)),
  };
}
