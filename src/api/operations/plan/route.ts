import { planOf } from '../../../landscape/connectivity/plan.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { PlanAnswer } from './contract.ts';

export function planRoute(app: Api, { landscape }: OperationsParts): void {
  const schema = {
    summary: 'What the connectivity rules compile into: who may change what, and who is told',
    tags: ['operations'],
    response: { 200: PlanAnswer },
  };
  app.get('/plan', { schema }, async (): Promise<PlanAnswer> => {
    return { enterprise: landscape.enterprise, lines: planOf(landscape) };
  });
}
