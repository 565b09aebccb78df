import type { ChartView } from 'api/process/chartContract.ts';
import { Fragment, type ReactNode, useLayoutEffect, useRef } from 'react';
import { Wide } from '../parts/Wide.tsx';
import styles from './Chart.module.css';

export type Box = ChartView['boxes'][number];
export type Arrow = ChartView['arrows'][number];

/** How a state shows: nothing is in it, something is, an instance came through, it is there now. */
export interface BoxLook {
  tone: 'quiet' | 'busy' | 'passed' | 'now';
  chosen?: boolean;
  count?: number;
  overdue?: number;
  stuck?: number;
}

interface ChartPictureProps {
  chart: ChartView;
  look: (box: Box) => BoxLook;
  /** The way that was taken. */
  isTaken?: (arrow: Arrow) => boolean;
  /** What a state leads to, around what is drawn of it. */
  link?: (box: Box, says: string, children: ReactNode) => ReactNode;
}

/** As the hub lays the texts out. */
const LINE = 16;

/** A chart as the hub has laid it out. */
export function ChartPicture({ chart, look, isTaken = () => false, link }: ChartPictureProps) {
  const { width, height, boxes, arrows, title, process } = chart;
  const pane = useInView(
    boxes.find((box) => isLeaf(box) && look(box).tone !== 'quiet' && look(box).tone !== 'passed'),
  );
  const ways = arrows.toSorted((a, b) => Number(isTaken(a)) - Number(isTaken(b)));
  return (
    <Wide pane={pane} className={styles['scroll']} label={`Chart of ${title ?? process}`}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the section names it, and a title would follow the pointer */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        style={{ width: '100%', minWidth: Math.round(width * 0.9), maxWidth: width }}
        className={styles['chart']}
      >
        <Heads />
        {boxes.map((box) => {
          const its = look(box);
          const drawn = <BoxShape box={box} look={its} />;
          const says = sayOf(box, its);
          return (
            <Fragment key={box.state + box.in}>
              {link && box.kind !== 'start' ? link(box, says, drawn) : drawn}
            </Fragment>
          );
        })}
        {ways.map((arrow) => (
          <Way key={`${arrow.from} ${arrow.to} ${arrow.path}`} arrow={arrow} taken={isTaken(arrow)} />
        ))}
        {boxes.map((box) => (
          <Badge key={box.state + box.in} box={box} look={look(box)} end={width} />
        ))}
      </svg>
    </Wide>
  );
}

function isLeaf({ kind }: Box): boolean {
  return kind === 'plain' || kind === 'final';
}

/** Scrolls the pane so that this box stands in its middle; where a reader has scrolled it since stays until the box is another. */
function useInView(box: Box | undefined) {
  const pane = useRef<HTMLElement>(null);
  const state = box?.state;
  useLayoutEffect(() => {
    const drawn = state !== undefined && pane.current?.querySelector(`[data-state="${CSS.escape(state)}"]`);
    if (!drawn || !pane.current) return;
    const [at, within] = [drawn.getBoundingClientRect(), pane.current.getBoundingClientRect()];
    pane.current.scrollTop += at.top + at.height / 2 - within.top - within.height / 2;
    pane.current.scrollLeft += at.left + at.width / 2 - within.left - within.width / 2;
  }, [state]);
  return pane;
}

function Heads() {
  return (
    <defs>
      {['way', 'taken'].map((kind) => (
        <marker
          key={kind}
          id={`head-${kind}`}
          className={styles[kind]}
          viewBox="0 0 8 8"
          refX="8"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 8 4 0 8z" className={styles['head']} />
        </marker>
      ))}
    </defs>
  );
}

function BoxShape({ box, look: { tone, chosen } }: { box: Box; look: BoxLook }) {
  const { kind, x, y, width, height, lines, title } = box;
  if (kind === 'start')
    return <circle cx={x + width / 2} cy={y + height / 2} r="5" className={styles['start']} />;
  return (
    <g
      className={styles['box']}
      data-kind={kind}
      data-tone={tone}
      data-chosen={chosen || undefined}
      data-state={box.state}
    >
      {title !== undefined && <title>{title}</title>}
      <rect x={x} y={y} width={width} height={height} rx="5" />
      {lines.map((line, n) => (
        <text key={line} x={x + width / 2} y={y + (n + 1) * LINE} data-name={n === 0 || undefined}>
          {line}
        </text>
      ))}
    </g>
  );
}

function Way({ arrow: { path, at, lines, conditions }, taken }: { arrow: Arrow; taken: boolean }) {
  return (
    <g className={styles[taken ? 'taken' : 'way']}>
      {conditions.length > 0 && <title>{conditions.join('\n')}</title>}
      <path d={path} className={styles['line']} markerEnd={`url(#head-${taken ? 'taken' : 'way'})`} />
      {lines.map((line, n) => (
        <text key={line} x={at.x} y={at.y - (lines.length * LINE) / 2 + (n + 0.75) * LINE}>
          {line}
        </text>
      ))}
    </g>
  );
}

/** How many are there, at the upper right of the box; those that are late or stuck beside it, told by shape too. */
function Badge({ box: { x, y, width, kind }, look, end }: { box: Box; look: BoxLook; end: number }) {
  const { count = 0, overdue = 0, stuck = 0 } = look;
  if (count === 0 || kind === 'start') return null;
  const marks = [
    { kind: 'count', text: String(count) },
    ...(overdue > 0 ? [{ kind: 'overdue', text: `◆ ${overdue}` }] : []),
    ...(stuck > 0 ? [{ kind: 'stuck', text: `▲ ${stuck}` }] : []),
  ];
  const sizes = marks.map(({ text }) => 14 + text.length * 7.5);
  const whole = sizes.reduce((sum, size) => sum + size + 3, 0);
  const left = Math.min(x + width - 12, end - whole);
  return (
    <g className={styles['badges']}>
      {marks.map((mark, n) => {
        const from = left + sizes.slice(0, n).reduce((sum, size) => sum + size + 3, 0);
        return (
          <g key={mark.kind} data-kind={mark.kind}>
            <rect x={from} y={y - 12} width={sizes[n]} height="19" rx="9.5" />
            <text x={from + sizes[n]! / 2} y={y + 2}>
              {mark.text}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Begins with what is written there, so that who speaks to the page can name what they see. */
function sayOf({ lines, title }: Box, { count, overdue = 0, stuck = 0 }: BoxLook): string {
  const here = count === undefined ? 'nothing here' : `${count} here`;
  const late = overdue > 0 ? `, ${overdue} overdue` : '';
  const held = stuck > 0 ? `, ${stuck} need a person` : '';
  return `${lines.join(' ')}, ${here}${late}${held}${title === undefined ? '' : `. ${title}`}`;
}
