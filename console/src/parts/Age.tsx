import { type Place, sayMoment, useTimeZone } from './clock.ts';
import { lasting } from './words.ts';

interface AgeProps extends Place {
  since: string;
}

/** For how long something has been so; since when, by the clock that the reader chose, on hover. */
export function Age({ since, ...place }: AgeProps) {
  const timeZone = useTimeZone(place);
  return (
    <time dateTime={since} title={sayMoment(new Date(since), 'full', timeZone)}>
      {lasting(Math.max(0, (Date.now() - Date.parse(since)) / 1000))}
    </time>
  );
}
