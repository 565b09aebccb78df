import type { Chart, ChartState } from '../../landscape/processes/chart.ts';
import { arrange, type Point } from './arrange.ts';
import { linksOf, START } from './links.ts';

/** A chart laid out, in pixels from the upper left; what is within a state is drawn in its box. */
export interface Drawing {
  width: number;
  height: number;
  boxes: Box[];
  arrows: Arrow[];
}

export interface Box {
  /** Code of the state, or `START`. */
  state: string;
  kind: ChartState['kind'] | 'start';
  /** The state within which it is. */
  in?: string;
  /** The name, then what is done and how long it may last. */
  lines: string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  from: string;
  to: string;
  /** An instance goes on this way as soon as it is there, without an event. */
  atOnce: boolean;
  points: Point[];
  /** What leads that way, one line each, and the middle of that text. */
  lines: string[];
  at: Point;
  /** What must be true for a way that goes only `if …`. */
  conditions: string[];
}

const LINE = 16;
const MARGIN = 12;

/** The picture of a chart as data: the docs make an SVG of it. */
export function drawingOf(chart: Chart): Drawing {
  const inner = levelOf(chart, chart.states, chart.initial);
  return {
    ...inner,
    width: inner.width + 2 * MARGIN,
    height: inner.height + 2 * MARGIN,
    ...moved(inner, MARGIN, MARGIN),
  };
}

/** The states of one level, each with what is within it; arrows between states of different levels run on the level they share. */
function levelOf(chart: Chart, states: readonly ChartState[], initial: string | undefined): Drawing {
  const parts = states.map((state) => ({ state, within: withinOf(chart, state) }));
  const nodes = parts.map(({ state, within }) => ({ id: state.code, ...sizeOf(state, within) }));
  const links = linksOf(chart, states, initial);
  const start = initial === undefined ? [] : [{ id: START, width: 10, height: 10 }];
  const labelled = links.map((link) => ({
    ...link,
    width: widthOf(link.lines),
    height: link.lines.length * LINE,
  }));
  const arranged = arrange([...start, ...nodes], labelled);
  const placed = new Map(arranged.nodes.map((node) => [node.id, node]));
  const boxes = parts.flatMap(({ state, within }): Box[] => {
    const { x, y, width, height } = placed.get(state.code)!;
    const own: Box = { state: state.code, kind: state.kind, lines: linesOf(state), x, y, width, height };
    if (!within) return [own];
    const inner = moved(within, x + (width - within.width) / 2, y + headOf(state)).boxes;
    return [own, ...inner.map((box) => ({ in: state.code, ...box }))];
  });
  const arrowsWithin = parts.flatMap(({ state, within }) => {
    const { x, y, width } = placed.get(state.code)!;
    return within ? moved(within, x + (width - within.width) / 2, y + headOf(state)).arrows : [];
  });
  const dot = placed.get(START);
  return {
    width: arranged.width,
    height: arranged.height,
    boxes: [
      ...(dot ? [{ state: START, kind: 'start' as const, lines: [], ...position(dot) }] : []),
      ...boxes,
    ],
    arrows: [...arranged.links.map(({ width: _, height: __, ...arrow }) => arrow), ...arrowsWithin],
  };
}

function position({ x, y, width, height }: Omit<Box, 'state' | 'kind' | 'lines'>) {
  return { x, y, width, height };
}

function withinOf(chart: Chart, { kind, states, initial }: ChartState): Drawing | undefined {
  return states.length === 0 ? undefined : levelOf(chart, states, kind === 'parallel' ? undefined : initial);
}

function sizeOf(state: ChartState, within: Drawing | undefined): { width: number; height: number } {
  const width = widthOf(linesOf(state)) + 2 * MARGIN;
  if (!within) return { width: Math.max(60, width), height: linesOf(state).length * LINE + MARGIN };
  return {
    width: Math.max(width, within.width + 2 * MARGIN),
    height: headOf(state) + within.height + MARGIN,
  };
}

/** Height of the text over what is within a state. */
function headOf(state: ChartState): number {
  return linesOf(state).length * LINE + MARGIN;
}

function linesOf({ code, enter, within }: ChartState): string[] {
  return [
    code,
    ...(enter.length > 0 ? [`▸ ${enter.join(', ')}`] : []),
    ...(within === undefined ? [] : [`≤ ${within}`]),
  ];
}

/** Of text at 12 px in the fonts that a reader may have. */
function widthOf(lines: readonly string[]): number {
  return Math.ceil(Math.max(0, ...lines.map((line) => line.length * 6.7)));
}

function moved({ boxes, arrows }: Drawing, dx: number, dy: number): Pick<Drawing, 'boxes' | 'arrows'> {
  const shift = ({ x, y }: Point) => ({ x: x + dx, y: y + dy });
  return {
    boxes: boxes.map((box) => ({ ...box, ...shift(box) })),
    arrows: arrows.map((arrow) => ({ ...arrow, points: arrow.points.map(shift), at: shift(arrow.at) })),
  };
}
