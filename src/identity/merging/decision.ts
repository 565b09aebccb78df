/** Who decides that things are one, or two, and why. */
export interface Decision {
  actor: string;
  reason: string;
}
