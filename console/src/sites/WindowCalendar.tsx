import type { SystemDetail } from 'api/operations/systems/contract.ts';
import { titleOf } from '../parts/words.ts';
import { blocksOf } from './blocks.ts';
import styles from './SystemPage.module.css';

const HOURS = [0, 6, 12, 18, 24];

/** Two weeks of maintenance windows, a row for each day as the site has it. */
export function WindowCalendar({ detail }: { detail: SystemDetail }) {
  const { days, windows, at, site, timeZone } = detail;
  const dayOf = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const timeOf = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const time = (instant: string) => timeOf.format(new Date(instant));
  return (
    <section>
      <h2>
        Maintenance windows <small>by the clocks of {titleOf(site)}</small>
      </h2>
      <div className={styles['calendar']}>
        <div className={styles['hours']} aria-hidden="true">
          {HOURS.map((hour) => (
            <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
              {hour}
            </span>
          ))}
        </div>
        <ol>
          {days.map((day) => (
            <li key={day.date}>
              <span>{dayOf.format(new Date(day.date))}</span>
              <div className={styles['day']}>
                {blocksOf(day, windows).map(({ left, width, window: { from, to, reason } }) => {
                  const says = `closed ${time(from)} to ${to ? time(to) : 'no end in sight'}${reason ? `: ${reason}` : ''}`;
                  return (
                    <span
                      key={from}
                      className={styles['block']}
                      role="img"
                      aria-label={says}
                      title={says}
                      style={{ left: `${left}%`, width: `${width}%` }}
                    />
                  );
                })}
                {day.from <= at && at < day.to && (
                  <i
                    style={{ left: `${blocksOf(day, [{ from: at, to: at }])[0]?.left ?? 0}%` }}
                    title="now"
                  />
                )}
              </div>
            </li>
          ))}
        </ol>
        {windows.length === 0 && <p>No window in these two weeks.</p>}
      </div>
    </section>
  );
}
