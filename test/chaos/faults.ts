import type { Random } from '../../examples/five-sites/systems/world/prng.ts';
import type { Scene } from './scene.ts';

/** Something that goes wrong with one victim for a while. `end` fails while it cannot be mended yet, and is tried again. */
export interface Fault {
  /** How often it is drawn, beside the others. */
  weight: number;
  victims: readonly string[];
  /** Seconds, at least and at most. */
  lasts: [number, number];
  /** Whether it ends a process the hard way. */
  kills?: true;
  begin(scene: Scene, victim: string, how: number): Promise<unknown>;
  end(scene: Scene, victim: string): Promise<unknown>;
  /** What it is drawn with. */
  how?(random: Random): number;
}

const systems = [
  ...['na-erp', 'eu-erp', 'crm', 'planning', 'mes-detroit', 'mes-monterrey', 'mes-toledo', 'mes-stuttgart'],
  ...['mes-gdansk', 'wms-columbus', 'wms-rotterdam'],
];
const asked = ['eu-erp', 'crm', 'planning', 'mes-toledo', 'mes-stuttgart', 'wms-rotterdam'];
const reached = [...asked, 'na-erp', 'mes-gdansk', 'mes-detroit'];
const usualDirt = 1;

const weather = (path: (how: number) => string, cure = '/faults/heal'): Pick<Fault, 'begin' | 'end'> => ({
  begin: (scene, victim, how) => scene.systems.get(victim)!.control('POST', path(how)),
  end: (scene, victim) => scene.systems.get(victim)!.control('POST', cure),
});

/** What can be done to Northfield; `hubs` are the names of its hub processes, the last of which has a clock that can be set. */
export function faultsOf(hubs: readonly string[]): Record<string, Fault> {
  return {
    'hub killed': {
      weight: 24,
      victims: hubs,
      lasts: [0, 2],
      kills: true,
      begin: (scene, victim) => scene.hubs.get(victim)!.process.kill(),
      end: (scene, victim) => scene.hubs.get(victim)!.process.start(),
    },
    // Longer than its leases: another hub may take over before it wakes up.
    'hub frozen': {
      weight: 4,
      victims: hubs,
      lasts: [9, 13],
      begin: async (scene, victim) => scene.hubs.get(victim)!.process.pause(),
      end: async (scene, victim) => scene.hubs.get(victim)!.process.resume(),
    },
    'clock wrong': {
      weight: 6,
      victims: hubs.slice(-1),
      lasts: [3, 12],
      how: (random) => random.pick([-3600, -30, 30, 3600]),
      begin: async (scene, victim, how) => scene.hubs.get(victim)!.clock?.set(how),
      end: async (scene, victim) => scene.hubs.get(victim)!.clock?.set(0),
    },
    'database killed': {
      weight: 10,
      victims: ['postgres'],
      lasts: [0, 2],
      kills: true,
      begin: (scene) => scene.postgres.kill(),
      end: (scene) => scene.postgres.start(),
    },
    'database restarted': {
      weight: 5,
      victims: ['postgres'],
      lasts: [0, 0],
      begin: (scene) => scene.postgres.restart(),
      end: async () => {},
    },
    'system killed': {
      weight: 50,
      victims: systems,
      lasts: [0, 3],
      kills: true,
      begin: (scene, victim) => scene.systems.get(victim)!.kill(),
      end: (scene, victim) => scene.systems.get(victim)!.start(),
    },
    'system cut off': { weight: 9, victims: systems, lasts: [1, 10], ...weather(() => '/faults/cut') },
    'system slow': {
      weight: 5,
      victims: reached,
      lasts: [3, 10],
      how: (random) => random.pick([100, 500, 2000]),
      ...weather((ms) => `/faults/slow?ms=${ms}`),
    },
    'system throttled': {
      weight: 5,
      victims: asked,
      lasts: [3, 12],
      how: (random) => random.pick([1, 3, 10]),
      ...weather((perSecond) => `/faults/throttle?perSecond=${perSecond}`),
    },
    'system dirty': {
      weight: 4,
      victims: systems,
      lasts: [3, 12],
      how: (random) => random.pick([20, 50]),
      ...weather((percent) => `/faults/dirty?percent=${percent}`, `/faults/dirty?percent=${usualDirt}`),
    },
  };
}
