/** What every simulated system is started with. */
export interface StartOptions {
  /** Folder under which each system keeps its own. */
  state: string;
  /** A PostgreSQL server: `postgres://user:password@host:port/…`; for na-erp and mes-gdansk. */
  database?: string;
  /** Where webhooks and B2MML are pushed: `http://127.0.0.1:7300`. */
  hub: string;
  seed: number;
  /** Messages per second of all systems together. */
  rate: number;
  /** Percent. */
  dirty: number;
  /** Milliseconds per step of work in offices, plants and warehouses. */
  pace: number;
  /** Port of the data door; 0 takes a free one. */
  port?: number;
  /** Port of the control door; 0 takes a free one. */
  controlPort?: number;
}

export type FaultOutcome = 'done' | 'unsupported';

/** What can go wrong with a system, at will. */
export interface Faults {
  /** The system cannot be reached any more. */
  cut(): Promise<FaultOutcome>;
  /** It is reachable again, as fast and as free as at the start. */
  heal(): Promise<FaultOutcome>;
  /** Each answer takes this much longer. */
  slow(ms: number): Promise<FaultOutcome>;
  /** It takes only so many requests a second. */
  throttle(perSecond: number): Promise<FaultOutcome>;
  /** This percent of what it emits is dirty from now on. */
  dirty(percent: number): Promise<FaultOutcome>;
}

export interface Tally {
  system: string;
  emitted: Record<string, { clean: number; dirty: Record<string, number> }>;
  received: Record<string, { accepted: number; repeated: number; rejected: number }>;
  /** Failures of the simulation itself, such as its database being away. */
  errors: { count: number; last?: string };
}

export interface RunningSystem {
  name: string;
  /** Environment variables a landscape needs to reach it. */
  addresses: Record<string, string>;
  /** URL of its control door. */
  control: string;
  stop(): Promise<void>;
  tally(): Tally;
  faults: Faults;
}

export type StartSystem = (options: StartOptions) => Promise<RunningSystem>;
