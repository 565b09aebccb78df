import { type RefObject, useLayoutEffect, useRef } from 'react';
import { At } from '../parts/At.tsx';
import { Wide } from '../parts/Wide.tsx';
import { lasting, titleOf } from '../parts/words.ts';
import { type Journey, type Placed, placeOf, sayStep, timeLineOf } from './journey.ts';
import styles from './Trace.module.css';

const COLUMN = 66;
const ROW = 54;
const HEAD = 30;
const NAMES = 126;

interface TimeLineProps {
  journey: Journey;
  chosen: number;
  choose: (n: number) => void;
}

/** The steps in the order of time, each in the lane of its system; belts show what came from what. */
export function TimeLine({ journey, chosen, choose }: TimeLineProps) {
  const { lanes, placed, links } = timeLineOf(journey);
  const width = NAMES + placed.length * COLUMN + 20;
  const height = HEAD + lanes.length * ROW + 6;
  const x = ({ n }: Placed) => NAMES + n * COLUMN + COLUMN / 2;
  const y = ({ lane }: Placed) => HEAD + lane * ROW + ROW / 2;
  const pane = useRef<HTMLElement>(null);
  useInSight(pane, NAMES + chosen * COLUMN);
  return (
    <Wide className={styles['scroll']} label="Time line" pane={pane}>
      <div className={styles['timeline']} style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {lanes.map(({ name, kind }, lane) => (
            <path
              key={name}
              d={`M${NAMES} ${HEAD + lane * ROW + ROW / 2}H${width}`}
              className={styles[kind === 'line' ? 'shaft' : 'lane']}
            />
          ))}
          {links.map(({ from, to }) => (
            <path
              key={`${from.n} ${to.n}`}
              d={`M${x(from)} ${y(from)}C${x(from)} ${(y(from) + y(to)) / 2} ${x(to)} ${(y(from) + y(to)) / 2} ${x(to)} ${y(to)}`}
              className={styles['belt']}
              data-lit={from.n === chosen || to.n === chosen || undefined}
            />
          ))}
        </svg>
        <div className={styles['names']} style={{ paddingTop: HEAD }}>
          {lanes.map(({ name, kind }) => (
            <span
              key={name}
              className={styles['name']}
              data-kind={kind}
              style={{ height: ROW, width: NAMES - 6 }}
            >
              {kind === 'line' ? name : titleOf(name)}
            </span>
          ))}
        </div>
        {placed.map((each) => (
          <span
            key={each.n}
            className={styles['time']}
            style={{ left: NAMES + each.n * COLUMN, width: COLUMN }}
          >
            {each.n === 0 ? (
              <At time={each.step.at} {...placeOf(each.step)} as="seconds" />
            ) : (
              later(placed[each.n - 1]!, each)
            )}
          </span>
        ))}
        {placed.map((each) => (
          <button
            key={each.n}
            type="button"
            className={styles['step']}
            data-kind={each.step.kind}
            aria-pressed={each.n === chosen}
            aria-label={sayStep(each.step)}
            title={sayStep(each.step)}
            onClick={() => choose(each.n)}
            style={{ left: x(each) - 11, top: y(each) - 11 }}
          />
        ))}
      </div>
    </Wide>
  );
}

/** Moves the pane to where the column of a step is seen, when it is not. */
function useInSight(pane: RefObject<HTMLElement | null>, left: number): void {
  useLayoutEffect(() => {
    const scrolled = pane.current;
    if (!scrolled) return;
    const { scrollLeft, clientWidth } = scrolled;
    const isSeen = left >= scrollLeft + NAMES && left + COLUMN <= scrollLeft + clientWidth;
    if (!isSeen) scrolled.scrollLeft = left - (NAMES + clientWidth - COLUMN) / 2;
  }, [pane, left]);
}

function later(before: Placed, now: Placed): string {
  const seconds = (Date.parse(now.step.at) - Date.parse(before.step.at)) / 1000;
  return seconds < 1 ? `+${Math.round(seconds * 1000)} ms` : `+${lasting(seconds)}`;
}
