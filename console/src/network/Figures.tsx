import type { Sites } from '../ask/sites.ts';
import { healthOfSite, openOf, rateOf } from '../parts/health.ts';
import { Spark } from '../parts/Spark.tsx';
import { amount, count, lasting, minutes, titleOf } from '../parts/words.ts';
import { type Furthest, useFurthest, useLatelyParked, useLineCourse } from './figures.ts';
import styles from './Network.module.css';

/** Points from which on there is a trend. */
const TREND = 3;

/** Four figures that say whether today is a good day, and how each went over the last day. */
export function Figures({ sites }: { sites: Sites }) {
  const interfaces = sites.sites.flatMap(({ systems }) => systems.flatMap((system) => system.interfaces));
  const manned = sites.sites.filter(({ systems }) => systems.length > 0);
  const well = manned.filter((site) => healthOfSite(site) === 'well').length;
  const course = useLineCourse();
  const lately = useLatelyParked();
  const furthest = useFurthest(sites);
  const rate = rateOf(interfaces);
  const parked = openOf(interfaces);
  const over = lasting(course.seconds);
  return (
    <dl className={styles['figures']}>
      <Figure
        name="Messages a minute"
        value={count(rate)}
        says={saysOf(rate, course.perMinute, over)}
        course={course.perMinute}
        over={over}
      />
      <Figure
        name="Furthest behind"
        value={minutes(furthest?.lagSeconds ?? null)}
        unit="min"
        says={furthest ? `${titleOf(furthest.code)}${slopeOf(furthest)}` : 'no system lags'}
        course={course.lag}
        full={60}
        over={over}
      />
      <Figure
        name="Wait for a decision"
        value={count(parked)}
        says={lately === undefined ? '' : `${count(lately)} of them came in the last hour`}
        course={course.parked}
        over={over}
      />
      <Figure
        name="Sites that run well"
        value={`${count(well)} of ${count(manned.length)}`}
        says={restOf(manned.length - well)}
        course={course.well}
        full={course.sites}
        over={over}
      />
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  unit?: string;
  says: string;
  /** How it went, the newest last. */
  course: readonly number[];
  /** The least that takes all of the picture's height. */
  full?: number;
  /** How long that was: `24 h`. */
  over: string;
}

function Figure({ name, value, unit, says, course, full = 1, over }: FigureProps) {
  return (
    <div className={styles['figure']}>
      <dt>{name}</dt>
      <dd className={styles['value']}>
        <span>
          {value}
          {unit && <small> {unit}</small>}
        </span>
        {course.length >= TREND && (
          <span className={styles['course']}>
            <Spark values={course} full={full} width={96} label={`${name} over the last ${over}`} />
            <small>{over}</small>
          </span>
        )}
      </dd>
      <dd className={styles['says']}>{says}</dd>
    </div>
  );
}

function saysOf(now: number, course: readonly number[], over: string): string {
  if (course.length < TREND) return 'trends show in some minutes';
  const mean = course.reduce((sum, each) => sum + each, 0) / course.length;
  if (mean === 0) return `none in the last ${over}`;
  const change = Math.round((now / mean - 1) * 100);
  if (Math.abs(change) < 5) return `as in the mean of ${over}`;
  return `${change > 0 ? '↑' : '↓'} ${Math.abs(change)} % to the mean of ${over}`;
}

function slopeOf({ slope }: Furthest): string {
  if (slope === undefined) return '';
  if (Math.abs(slope) < 3) return ', steady';
  return slope > 0 ? `, ↑ ${amount(slope)} s each minute` : `, ↓ ${amount(-slope)} s each minute`;
}

function restOf(others: number): string {
  if (others === 0) return 'none is held, late or failing';
  return `${count(others)} held, late or failing`;
}
