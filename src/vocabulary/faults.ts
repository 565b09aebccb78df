/** What can be done to a simulated system, and what its control door is asked for that. */
export const faultPaths = {
  cut: () => '/faults/cut',
  heal: () => '/faults/heal',
  slow: (ms: number) => `/faults/slow?ms=${ms}`,
  throttle: (perSecond: number) => `/faults/throttle?perSecond=${perSecond}`,
  dirty: (percent: number) => `/faults/dirty?percent=${percent}`,
} satisfies Record<string, (amount: number) => string>;

export type FaultName = keyof typeof faultPaths;

export const faultNames = Object.keys(faultPaths) as FaultName[];

/** Where each simulated system is told what is to go wrong with it, by the system's code. */
export type ControlDoors = Readonly<Record<string, string>>;
