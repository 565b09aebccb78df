import { startTransition, useEffect, useState } from 'react';

const STEP = 40;

/** How many of so many things are drawn by now: the `first` at once, the others in steps between which the page answers. */
export function useInSteps(first: number, all: number): number {
  const [drawn, setDrawn] = useState(0);
  const now = Math.max(first, drawn);
  useEffect(() => {
    if (now < all) startTransition(() => setDrawn(now + STEP));
  }, [now, all]);
  return Math.min(now, all);
}
