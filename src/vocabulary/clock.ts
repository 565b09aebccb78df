/** `14:02` of the zone; with the day, `24 Nov 14:02`, when that is not today's. */
export function clock(at: number, timeZone: string, now: number = Date.now()): string {
  const time = format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const day = (of: number) => format(of, { day: 'numeric', month: 'short', timeZone });
  return day(at) === day(now) ? time : `${day(at)} ${time}`;
}

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', options).format(at);
}
