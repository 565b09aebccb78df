const day = 86_400_000;

/** The first day of a calendar period, `YYYY-MM-DD`; undefined for fiscal periods and for what is none. */
export function periodStart(kind: string | undefined, value: string | undefined): string | undefined {
  const read = kind === undefined || value === undefined ? undefined : readers[kind];
  const start = read?.(value!);
  return start === undefined || Number.isNaN(start) ? undefined : new Date(start).toISOString().slice(0, 10);
}

/** The first day after a calendar period. */
export function periodEnd(kind: string | undefined, value: string | undefined): string | undefined {
  const start = periodStart(kind, value);
  if (start === undefined) return undefined;
  const from = new Date(`${start}T00:00:00Z`);
  if (kind === 'month' || kind === 'quarter')
    from.setUTCMonth(from.getUTCMonth() + (kind === 'month' ? 1 : 3));
  else from.setTime(from.getTime() + (kind === 'week' ? 7 : 1) * day);
  return from.toISOString().slice(0, 10);
}

const readers: Record<string, (value: string) => number | undefined> = {
  day: (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : undefined),
  week: (value) => startOfWeek(/^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/.exec(value)),
  month: (value) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? Date.parse(`${value}-01`) : undefined),
  quarter: (value) => startOfQuarter(/^(\d{4})-Q([1-4])$/.exec(value)),
};

/** ISO 8601: week 1 is the one with 4 January, weeks begin on Monday. */
function startOfWeek(parts: RegExpExecArray | null): number | undefined {
  if (parts === null) return undefined;
  const fourth = Date.UTC(Number(parts[1]), 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth - weekday * day + (Number(parts[2]) - 1) * 7 * day;
}

function startOfQuarter(parts: RegExpExecArray | null): number | undefined {
  return parts === null ? undefined : Date.UTC(Number(parts[1]), (Number(parts[2]) - 1) * 3, 1);
}
