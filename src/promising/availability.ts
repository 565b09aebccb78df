import { AT_HAND, type Day } from './days.ts';

/** What there is of an item at a site, in 10⁻⁹ of its unit. */
export interface Stock {
  unit: string;
  onHand: bigint;
  /** In the order of the days; what is reserved of what is at hand lies on the day it leaves. */
  days: Flow[];
}

export interface Flow {
  day: Day;
  supply: bigint;
  demand: bigint;
  reserved: bigint;
}

/** From `day` on, so much may be promised without taking it from anyone who was promised something later. */
export interface Free {
  day: Day;
  quantity: bigint;
}

/** In percent. */
export interface KeptBack {
  /** Of what is at hand: it is never promised. */
  buffer: number;
  /** Of what is due in: it is not counted on. */
  dueBuffer: number;
}

export const NOTHING_BACK: KeptBack = { buffer: 0, dueBuffer: 0 };

/**
 * What is free from today on: on each day what will be there after all that is due by then, and never more than on any day after it. A receipt that
 * is overdue is not counted on.
 */
export function freeFrom(stock: Stock, today: Day, back: KeptBack): Free[] {
  const levels = levelsFrom(stock, today, back);
  let least: bigint | undefined;
  const free: Free[] = [];
  for (const { day, quantity } of levels.toReversed()) {
    least = least === undefined || quantity < least ? quantity : least;
    free.push({ day, quantity: least });
  }
  return free.reverse();
}

function levelsFrom({ onHand, days }: Stock, today: Day, { buffer, dueBuffer }: KeptBack): Free[] {
  let level = onHand - (onHand > 0n ? shareOf(onHand, buffer) : 0n);
  const levels: Free[] = [{ day: today, quantity: level }];
  for (const { day, supply, demand, reserved } of days) {
    if (day === AT_HAND) continue;
    level += (day >= today ? supply - shareOf(supply, dueBuffer) : 0n) - demand - reserved;
    if (day <= today) levels[0]!.quantity = level;
    else levels.push({ day, quantity: level });
  }
  return levels;
}

function shareOf(quantity: bigint, percent: number): bigint {
  return (quantity * BigInt(Math.round(percent * 100))) / 10_000n;
}

/** What is free on a day; nothing when more is promised than there is. */
export function freeOn(free: readonly Free[], day: Day): bigint {
  let quantity = 0n;
  for (const each of free) {
    if (each.day > day) break;
    quantity = each.quantity;
  }
  return quantity > 0n ? quantity : 0n;
}

/** The first day, not before `from`, on which so much is free. */
export function firstDay(free: readonly Free[], quantity: bigint, from: Day): Day | undefined {
  if (freeOn(free, from) >= quantity) return from;
  return free.find((each) => each.day > from && each.quantity >= quantity)?.day;
}
