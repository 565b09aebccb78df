import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openControl } from './control.ts';
import { addCounts, type Count, emptyTally } from './counts.ts';
import { type Journal, openJournal } from './journal.ts';
import { portOf } from './ports.ts';
import { type Change, openStore, type Store } from './store.ts';
import type { RunningSystem, StartOptions, Tally } from './system.ts';
import { fairWeather, faultsOf, type Weather } from './weather.ts';

/** What every simulated system is built on: its state, its tally, its weather, its clockwork and its control door. */
export interface Kit {
  name: string;
  options: StartOptions;
  /** The system's own folder. */
  folder: string;
  port: number;
  store: Store;
  weather: Weather;
  journal: Journal;
  /** Writes to the store and counts, in one line of the journal. */
  write(changes: Change[], counts?: Count[]): void;
  /** Runs `work` again and again, `ms` after it ended, until the system stops. A failure is noted in the tally. */
  every(ms: number, work: () => Promise<void> | void): void;
  onStop(close: () => Promise<void> | void): void;
  /** Counts up for ever, also over restarts; written by the `Change` that it returns with the number. */
  number(name: string): { value: number; change: Change };
  run(
    addresses: Record<string, string>,
    can?: { slow?: boolean; throttle?: boolean },
    journal?: Pick<Journal, 'after'>,
  ): Promise<RunningSystem>;
}

export function openKit(name: string, given: StartOptions): Kit {
  const options = { ...given };
  const folder = join(options.state, name);
  mkdirSync(folder, { recursive: true });
  const store = openStore(folder);
  const weather = fairWeather(options.dirty);
  const journal = openJournal(store);
  const closers: (() => Promise<void> | void)[] = [];
  const stopping = new AbortController();
  const tally = (store.collection<Tally>('tally').get('tally') ?? emptyTally(name)) as Tally;
  tally.errors = { count: 0 };
  const numbers = store.collection<number>('numbers');
  const every: Kit['every'] = (ms, work) => {
    const loop = repeat(ms, work, stopping.signal, (error) => {
      tally.errors = { count: tally.errors.count + 1, last: String(error) };
    });
    closers.push(() => loop);
  };
  const write: Kit['write'] = (changes, counts = []) => {
    addCounts(tally, counts);
    store.write(counts.length === 0 ? changes : [...changes, { in: 'tally', key: 'tally', value: tally }]);
  };
  return {
    name,
    options,
    folder,
    port: options.port ?? portOf(name),
    store,
    weather,
    journal,
    write,
    every,
    onStop: (close) => void closers.push(close),
    number(of) {
      const value = (numbers.get(of) ?? 0) + 1;
      return { value, change: { in: 'numbers', key: of, value } };
    },
    async run(addresses, can = {}, read = journal) {
      const faults = faultsOf(weather, { slow: can.slow ?? true, throttle: can.throttle ?? true });
      const control = await openControl(options.controlPort ?? portOf(name) + 100, {
        tally: () => tally,
        journal: read,
        faults,
        setRate: (rate) => {
          options.rate = rate;
        },
        setPace: (ms) => {
          options.pace = ms;
        },
      });
      const stop = async () => {
        stopping.abort();
        for (const close of closers.reverse()) await close();
        await control.close();
        store.close();
      };
      return {
        name,
        addresses,
        control: `http://127.0.0.1:${control.port}`,
        stop,
        tally: () => tally,
        faults,
      };
    },
  };
}

async function repeat(
  ms: number,
  work: () => Promise<void> | void,
  signal: AbortSignal,
  fail: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      fail(error);
    }
    await delay(ms, undefined, { signal }).catch(() => undefined);
  }
}
