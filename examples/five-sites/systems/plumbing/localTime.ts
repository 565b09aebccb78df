export interface LocalParts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock in a zone. */
export function localParts(at: number, timeZone: string): LocalParts {
  if (!formats.has(timeZone))
    formats.set(
      timeZone,
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      }),
    );
  const parts = formats.get(timeZone)!.formatToParts(at);
  return Object.fromEntries(parts.map((part) => [part.type, part.value])) as unknown as LocalParts;
}

/** `2026-03-01T08:15:30-05:00`. */
export function withOffset(at: number, timeZone: string): string {
  const p = localParts(at, timeZone);
  const local = `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}`;
  const minutes = Math.round((Date.parse(`${local}Z`) - at) / 60_000);
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}
