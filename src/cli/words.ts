/** `3 s`, `1 min 30 s`, `2 h 5 min`, `4 d 3 h`. */
export function duration(seconds: number): string {
  if (seconds < 60)
    return `${seconds < 10 && seconds % 1 !== 0 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return pair(whole, 60, 'min', 1, 's');
  if (whole < 86_400) return pair(whole, 3600, 'h', 60, 'min');
  return pair(whole, 86_400, 'd', 3600, 'h');
}

/** How long ago that was; `now` in milliseconds. */
export function age(at: string, now: number): string {
  return duration(Math.max(0, (now - Date.parse(at)) / 1000));
}

function pair(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % large) / small);
  const main = `${Math.floor(seconds / large)} ${largeUnit}`;
  return rest === 0 ? main : `${main} ${rest} ${smallUnit}`;
}

/** `12,345`. */
export function number(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

/** One line of a document, cut. */
export function excerpt(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** The same answer with no control characters but line breaks and tabs: data must not steer the terminal. */
export function printable<T>(answer: T): T {
  const clean = (text: string) => text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '\uFFFD');
  const text = JSON.stringify(answer);
  if (text === undefined) return answer;
  return JSON.parse(text, (_name, value) => (typeof value === 'string' ? clean(value) : value)) as T;
}

/** `06:00` today, `Sun 7 Jun 06:00` on another day, with the year in another year; in the zone of this terminal unless one is named. */
export function clock(at: number, now: number, timeZone?: string): string {
  const part = (moment: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone && { timeZone }) }).format(moment);
  const time = part(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = (moment: number) => part(moment, { dateStyle: 'short' });
  if (day(at) === day(now)) return time;
  const date = part(at, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
  const year = (moment: number) => part(moment, { year: 'numeric' });
  return year(at) === year(now) ? `${date} ${time}` : `${date} ${year(at)} ${time}`;
}
