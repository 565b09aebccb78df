import type { WorkSource } from '../../../stewardship/workSource.ts';
import { approvalWork } from '../approvals/work.ts';
import { completionWork } from '../completion/work.ts';
import { conflictWork } from '../conflicts/work.ts';
import { decidingWith } from '../matches/decide.ts';
import { matchWork } from '../matches/work.ts';
import { parkedWork } from '../parked/work.ts';
import type { OperationsParts } from '../parts.ts';
import { qualityWork } from '../quality/work.ts';
import { requestWork } from '../requests/work.ts';

/** Everything the work list reads: one line for each kind. */
export function workSources(parts: Pick<OperationsParts, 'pool' | 'model' | 'landscape'>): WorkSource[] {
  const { model, landscape } = parts;
  return [
    matchWork(() => decidingWith(parts)),
    conflictWork(model, landscape),
    requestWork(model, landscape),
    approvalWork(model, landscape),
    completionWork(model, landscape),
    parkedWork('translation', landscape),
    qualityWork(parkedWork('quality', landscape)),
  ];
}
