import { useQuery } from '@tanstack/react-query';
import type { ParkedPage } from 'api/operations/parked/contract.ts';
import { useRef } from 'react';
import { get } from '../ask/ask.ts';
import { courseOfLine, type Sites } from '../ask/sites.ts';
import { lagOf } from '../parts/health.ts';

const HOUR = 3_600_000;

/** How the whole line stood over the last day, as far as hubs have run. */
export interface LineCourse {
  perMinute: number[];
  lag: number[];
  parked: number[];
  well: number[];
  sites: number;
  /** From its first to its last point. */
  seconds: number;
}

export function useLineCourse(): LineCourse {
  const { data } = useQuery(courseOfLine);
  const line = data?.line ?? [];
  const [first, last] = [line[0], line.at(-1)];
  return {
    perMinute: line.map(({ perMinute }) => perMinute),
    lag: line.map(({ lagSeconds }) => lagSeconds ?? 0),
    parked: line.map(({ parked }) => parked),
    well: line.map(({ well }) => well),
    sites: last?.sites ?? 0,
    seconds: first && last ? (Date.parse(last.at) - Date.parse(first.at)) / 1000 : 0,
  };
}

/** Parked in the last hour and open still. */
export function useLatelyParked(): number | undefined {
  const { data } = useQuery({
    queryKey: ['parked', 'lately'],
    queryFn: ({ signal }) =>
      get<ParkedPage>(
        '/operations/v1/parked',
        { since: new Date(Date.now() - HOUR).toISOString(), state: ['parked'], limit: 1 },
        signal,
      ),
  });
  return data?.total;
}

export interface Furthest {
  code: string;
  lagSeconds: number;
  /** Over the last minutes that this page saw, seconds a minute. */
  slope: number | undefined;
}

/** The system that is furthest behind, and whether it comes nearer. */
export function useFurthest(sites: Sites): Furthest | undefined {
  const seen = useRef<{ code: string; at: number; lagSeconds: number }[]>([]);
  const all = sites.sites.flatMap(({ systems }) => systems);
  const lags = all.flatMap(({ code, interfaces }) => {
    const lagSeconds = lagOf(interfaces);
    return lagSeconds === null ? [] : [{ code, lagSeconds }];
  });
  const most = lags.toSorted((a, b) => b.lagSeconds - a.lagSeconds)[0];
  if (!most) return undefined;
  const at = Date.parse(sites.at);
  const kept = seen.current.filter(
    (each) => each.code === most.code && each.at > at - 180_000 && each.at < at,
  );
  seen.current = [...kept, { ...most, at }];
  const [first] = kept;
  const slope =
    first && at - first.at > 20_000
      ? ((most.lagSeconds - first.lagSeconds) * 60_000) / (at - first.at)
      : undefined;
  return { ...most, slope };
}
