import type { Halt } from './halt.ts';
import type { Leaving } from './leaving.ts';
import type { Outlet } from './outlet.ts';

/** It failed while others went through: it is tried alone, and fails for itself. */
export function isRetried({ again }: Leaving): boolean {
  return again?.state === 'retrying';
}

/** Rounds in a row that met nobody at the same message, before others are tried past it; and how many of them. */
const DOUBTED = 3;
const PASSES = 10;

/**
 * A message that makes the target fail looks like a target that is away. When it alone was tried for some rounds others are sent past it: once
 * one of them is taken, the failure was the message's own; when none is, nothing is decided on any of them.
 */
export function passesOf({ struck }: Outlet, first: Leaving | undefined): number {
  return struck && struck.position === first?.entry.position && struck.times >= DOUBTED ? PASSES : 0;
}

export function strike(outlet: Outlet, halt: Halt | undefined): void {
  if (!halt?.problem) outlet.struck = undefined;
  else {
    const { position } = halt.at.entry;
    const times = outlet.struck?.position === position ? outlet.struck.times + 1 : 1;
    outlet.struck = { position, times };
  }
}
