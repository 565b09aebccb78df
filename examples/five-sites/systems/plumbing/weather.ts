import type { Faults } from './system.ts';

/** The conditions under which a system works just now; its doors look at them at every request. */
export interface Weather {
  cut: boolean;
  slowMs: number;
  /** Requests a second; undefined: the system's usual limit. */
  perSecond?: number | undefined;
  dirtyPercent: number;
  /** Called when `cut` changes, so that a door can drop what is connected. */
  onCut: ((cut: boolean) => Promise<void> | void)[];
}

export function fairWeather(dirtyPercent: number): Weather {
  return { cut: false, slowMs: 0, dirtyPercent, onCut: [] };
}

export function faultsOf(weather: Weather, can: { slow: boolean; throttle: boolean }): Faults {
  const setCut = async (cut: boolean) => {
    if (weather.cut === cut) return;
    weather.cut = cut;
    for (const react of weather.onCut) await react(cut);
  };
  return {
    async cut() {
      await setCut(true);
      return 'done';
    },
    async heal() {
      weather.slowMs = 0;
      weather.perSecond = undefined;
      await setCut(false);
      return 'done';
    },
    async slow(ms) {
      if (!can.slow) return 'unsupported';
      weather.slowMs = ms;
      return 'done';
    },
    async throttle(perSecond) {
      if (!can.throttle) return 'unsupported';
      weather.perSecond = perSecond;
      return 'done';
    },
    async dirty(percent) {
      weather.dirtyPercent = percent;
      return 'done';
    },
  };
}
