import Type from 'typebox';
import { transaction } from '../../../database/transaction.ts';
import { endPause, moveCircuit, readSystem } from '../../../delivery/systemState.ts';
import { keepAudit } from '../../audit.ts';
import { refuseUnlessAt } from '../../guard.ts';
import type { Api } from '../../typeProvider.ts';
import { findSystem } from '../findSystem.ts';
import type { OperationsParts } from '../parts.ts';
import { CircuitAnswer, CircuitRequest } from './contract.ts';

export function circuitRoute(app: Api, { pool, landscape }: OperationsParts): void {
  const schema = {
    summary: 'Close the circuit of a system by hand, and end the pause that it asked for',
    tags: ['operations'],
    params: Type.Object({ code: Type.String() }),
    body: CircuitRequest,
    response: { 200: CircuitAnswer },
  };
  app.post(
    '/systems/:code/circuit',
    { config: { roles: ['operator'], atSites: true }, schema },
    async (request): Promise<CircuitAnswer> => {
      const { code, site } = findSystem(landscape, request.params.code);
      refuseUnlessAt(request, site);
      const { action, reason } = request.body;
      return transaction(pool, async (connection) => {
        const { circuit: before, throttle } = await readSystem(connection, code);
        const { circuit: after } = await moveCircuit(connection, code, { what: action });
        const isPaused = throttle !== undefined && throttle.until > Date.now();
        const pause = isPaused ? { pause: new Date(throttle.until).toISOString() } : {};
        if (isPaused) await endPause(connection, code);
        const answer = { system: code, was: before.state, circuit: after.state, ...pause };
        const details = { was: before.state, ...pause, ...(reason !== undefined && { reason }) };
        await keepAudit(connection, {
          actor: request.actor,
          action: 'circuit.close',
          subject: code,
          details,
        });
        return answer;
      });
    },
  );
}
