import type { Model } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import type { Governed } from './governing.ts';
import { findLoops, findTwoDoors } from './loops.ts';
import { findOverlaps } from './overlaps.ts';
import { findFedAuthorities, findUnserved } from './serving.ts';
import { findSilentTrusted } from './trusted.ts';
import { findUngoverned } from './ungoverned.ts';

/** Every breach of the landscape's own rules. Where no rule stands nothing is governed yet, and nothing can be broken. */
export function checkConnectivity(landscape: Governed, model: Pick<Model, 'entities'>): Problem[] {
  if (landscape.connectivity.length === 0) return [];
  return [
    ...findOverlaps(landscape),
    ...findUngoverned(landscape),
    ...findUnserved(landscape),
    ...findFedAuthorities(landscape),
    ...findLoops(landscape, model),
    ...findTwoDoors(landscape, model),
    ...findSilentTrusted(landscape),
  ];
}
