import type { WorkSource } from '../../../stewardship/workSource.ts';
import { approvalWork } from '../approvals/work.ts';
import { parkedWork } from '../parked/work.ts';
import type { OperationsParts } from '../parts.ts';
import { qualityWork } from '../quality/work.ts';
import { requestWork } from '../requests/work.ts';

/** Everything the work list reads: one line for each kind. */
export function workSources({
  model,
  landscape,
}: Pick<OperationsParts, 'model' | 'landscape'>): WorkSource[] {
  return [
    requestWork(model, landscape),
    approvalWork(model),
    parkedWork('translation', landscape),
    qualityWork(parkedWork('quality', landscape)),
  ];
}
