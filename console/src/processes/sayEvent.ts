import { wordsOf } from '../parts/words.ts';

const WITHIN = /^xstate\.after\.within (.+)\.[^.]+$/;
const AFTER = /^xstate\.after\.(.+)\.([^.]+)$/;
const TOLD = /^(\w+)\.(changed|recorded)$/;

/** An event of a history in a few words: `salesOrder.changed` → `sales order changed`, `xstate.after.4h.picking` → `4h in picking were over`. */
export function sayEvent(event: string): string {
  const within = WITHIN.exec(event);
  if (within) return `longer in ${within[1]} than allowed`;
  const after = AFTER.exec(event);
  if (after) return `${after[1]} in ${after[2]} were over`;
  const told = TOLD.exec(event);
  return told ? `${wordsOf(told[1]!)} ${told[2]}` : event;
}

/** A timer that runs: `xstate.after.4h.picking` → `After 4h in picking`. */
export function sayTimer(timer: string): string {
  const within = WITHIN.exec(timer);
  if (within) return `Late in ${within[1]}`;
  const after = AFTER.exec(timer);
  return after ? `After ${after[1]} in ${after[2]}` : timer;
}
