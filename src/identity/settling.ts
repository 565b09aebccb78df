import type { Hearing, Settling } from './hearing.ts';
import { equal, type Merged } from './merge.ts';
import { settleSources } from './oneSource.ts';
import type { CurrentRecord } from './records.ts';
import type { Scales } from './scales.ts';
import { settleStrictest } from './strictest.ts';

const NO_VOICES: Settling['voices'] = {};

/** Whether who says what is another than before, also where the record is the same. */
export function isRetold({ sayings, voices }: Settling, { told }: CurrentRecord): boolean {
  return sayings.size > 0 || voices !== (told?.voices ?? NO_VOICES);
}

/** What is merely repeated settles nothing anew. */
function saysNothing({ baseline, now, current }: Scales): boolean {
  return current !== undefined && typeof baseline === 'object' && equal(baseline.view, now);
}

/** What a word comes to, over what a merge attribute by attribute has made of it. */
export function settle(scales: Scales, hearing: Hearing, merged: Merged): Settling {
  const settling: Settling = {
    ...merged,
    sayings: new Map(),
    voices: scales.current?.told?.voices ?? NO_VOICES,
  };
  if (saysNothing(scales)) return settling;
  return settleStrictest(scales, hearing, settleSources(scales, hearing, settling));
}
