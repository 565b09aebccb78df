import { lasting } from './words.ts';

/** For how long something has been so. */
export function Age({ since }: { since: string }) {
  return (
    <time dateTime={since} title={new Date(since).toLocaleString('en-GB')}>
      {lasting(Math.max(0, (Date.now() - Date.parse(since)) / 1000))}
    </time>
  );
}
