import { type Place, sayMoment, useTimeZone } from './clock.ts';

interface AtProps extends Place {
  time: string;
  /** How much of it is told. */
  as?: 'time' | 'moment' | 'seconds';
}

/** A moment by the reader's clock or the site's, as the reader chose; the whole of it on hover. */
export function At({ time, as = 'moment', ...place }: AtProps) {
  const timeZone = useTimeZone(place);
  const date = new Date(time);
  return (
    <time dateTime={time} title={sayMoment(date, 'full', timeZone)}>
      {sayMoment(date, as === 'moment' && isToday(date, timeZone) ? 'time' : as, timeZone)}
    </time>
  );
}

/** By the clock that is shown. */
function isToday(date: Date, timeZone: string | undefined): boolean {
  return sayMoment(date, 'day', timeZone) === sayMoment(new Date(), 'day', timeZone);
}
