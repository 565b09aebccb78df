/** Deliveries that this process has reserved for itself out of what all processes share. */
export interface Purse {
  /** How many of those wanted may go now; 0: `ask` first. */
  available(wanted: number): number;
  take(count: number): void;
  /** Reserves more, and resolves when they may go. */
  ask(wanted: number): Promise<void>;
}
