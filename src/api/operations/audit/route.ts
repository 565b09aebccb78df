import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { AuditPage, AuditQuery } from './contract.ts';
import { listAudit } from './read.ts';

export function auditRoute(app: Api, { pool }: OperationsParts): void {
  app.get(
    '/audit',
    {
      schema: {
        summary: 'Who decided what, the newest first',
        tags: ['operations'],
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    (request) => listAudit(pool, request.query),
  );
}
