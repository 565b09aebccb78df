import type { ReactNode } from 'react';
import type { Sites } from '../ask/sites.ts';
import { healthOfSite, openOf, rateOf } from '../parts/health.ts';
import { Spark } from '../parts/Spark.tsx';
import { amount, count, minutes, titleOf } from '../parts/words.ts';
import { type Furthest, useCourse, useFurthest, useLatelyParked } from './figures.ts';
import styles from './Network.module.css';

/** Minutes from which on there is a trend. */
const TREND = 3;

/** Four figures that say whether today is a good day. */
export function Figures({ sites }: { sites: Sites }) {
  const interfaces = sites.sites.flatMap(({ systems }) => systems.flatMap((system) => system.interfaces));
  const manned = sites.sites.filter(({ systems }) => systems.length > 0);
  const well = manned.filter((site) => healthOfSite(site) === 'well').length;
  const course = useCourse();
  const lately = useLatelyParked();
  const furthest = useFurthest(sites);
  const rate = rateOf(interfaces);
  const parked = openOf(interfaces);
  return (
    <dl className={styles['figures']}>
      <Figure name="Messages a minute" value={count(rate)} trend={trendOf(rate, course)}>
        {course.length >= TREND && <Spark values={course} label="Messages a minute over the last hour" />}
      </Figure>
      <Figure
        name="Furthest behind"
        value={minutes(furthest?.lagSeconds ?? null)}
        unit="min"
        trend={furthest ? `${titleOf(furthest.code)}${slopeOf(furthest)}` : 'no system lags'}
      />
      <Figure
        name="Wait for a decision"
        value={count(parked)}
        trend={lately === undefined ? '' : `${count(lately)} of them came in the last hour`}
      />
      <Figure
        name="Sites that run well"
        value={`${count(well)} of ${count(manned.length)}`}
        trend={restOf(manned.length - well)}
      />
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  unit?: string;
  trend: string;
  children?: ReactNode;
}

function Figure({ name, value, unit, trend, children }: FigureProps) {
  return (
    <div className={styles['figure']}>
      <dt>{name}</dt>
      <dd className={styles['value']}>
        {value}
        {unit && <small> {unit}</small>}
      </dd>
      <dd className={styles['trend']}>
        <span>{trend}</span>
        {children}
      </dd>
    </div>
  );
}

function trendOf(now: number, course: readonly number[]): string {
  if (course.length < TREND) return 'a trend shows in some minutes';
  const mean = course.reduce((sum, each) => sum + each, 0) / course.length;
  if (mean === 0) return 'none in the last hour';
  const change = Math.round((now / mean - 1) * 100);
  if (Math.abs(change) < 5) return "as in the hour's mean";
  return `${change > 0 ? '↑' : '↓'} ${Math.abs(change)} % to the hour's mean`;
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
