import { type Door, openHttpDoor, type Reply, type Request } from './httpDoor.ts';
import type { Journal } from './journal.ts';
import type { FaultOutcome, Faults, Tally } from './system.ts';
import { fairWeather } from './weather.ts';

const pageSize = 5_000;

/** What a judge or a tester may see and set. */
export interface Controlled {
  tally(): Tally;
  journal: Pick<Journal, 'after'>;
  faults: Faults;
  /** From now on so many messages a second, all systems together. */
  setRate(rate: number): void;
  /** From now on a step of work takes so many milliseconds. */
  setPace(ms: number): void;
}

/** The door for a judge or a tester: the tally, the journal, the faults, the rate and the pace. It has fair weather always. */
export function openControl(
  port: number,
  { tally, journal, faults, setRate, setPace }: Controlled,
): Promise<Door> {
  const number = (request: Request, name: string) => Number(request.query.get(name) ?? Number.NaN);
  const set = async (outcome: Promise<FaultOutcome>): Promise<Reply> =>
    (await outcome) === 'done'
      ? { status: 200, body: {} }
      : { status: 409, body: { error: 'this system has no such fault' } };
  const withNumber =
    (name: string, fault: (value: number) => Promise<FaultOutcome>) => (request: Request) => {
      const value = number(request, name);
      return value >= 0 ? set(fault(value)) : { status: 400, body: { error: `${name} must be a number` } };
    };
  return openHttpDoor({
    port,
    weather: fairWeather(0),
    routes: [
      ['GET', /^\/tally$/, () => ({ status: 200, body: tally() })],
      [
        'GET',
        /^\/journal$/,
        async (request) => ({
          status: 200,
          body: await journal.after(number(request, 'after') || 0, pageSize),
        }),
      ],
      [
        'POST',
        /^\/rate$/,
        withNumber('perSecond', async (rate) => {
          setRate(rate);
          return 'done';
        }),
      ],
      [
        'POST',
        /^\/pace$/,
        withNumber('ms', async (ms) => {
          setPace(ms);
          return 'done';
        }),
      ],
      ['POST', /^\/faults\/cut$/, () => set(faults.cut())],
      ['POST', /^\/faults\/heal$/, () => set(faults.heal())],
      ['POST', /^\/faults\/slow$/, withNumber('ms', faults.slow)],
      ['POST', /^\/faults\/throttle$/, withNumber('perSecond', faults.throttle)],
      ['POST', /^\/faults\/dirty$/, withNumber('percent', faults.dirty)],
    ],
  });
}
