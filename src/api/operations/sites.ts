import { ALLOWED_LAG_SECONDS, allowedLag } from '../../landscape/connectivity/allowedLag.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { head } from '../../ledger/read.ts';
import { readBacklogs } from '../../observability/backlog.ts';
import { type InterfaceStatus as ReadStatus, readStatus } from '../../observability/status.ts';
import type { Api } from '../typeProvider.ts';
import { type InterfaceStatus, SitesAnswer } from './contract.ts';
import type { OperationsParts } from './parts.ts';

export function sitesRoute(app: Api, { pool, landscape, rates }: OperationsParts): void {
  const schema = {
    summary: 'How every site, system and interface stands',
    tags: ['operations'],
    response: { 200: SitesAnswer },
  };
  app.get('/sites', { schema }, async (): Promise<SitesAnswer> => {
    const [sites, position] = await Promise.all([readStatus(pool, landscape), head(pool)]);
    const statuses = sites.flatMap(({ systems }) => systems.flatMap(({ interfaces }) => interfaces));
    const now = Date.now();
    const byId = new Map(statuses.map((status) => [status.id, status]));
    const backlogs = await readBacklogs(pool, landscape, byId, rates, now);
    const withRates = (status: ReadStatus): InterfaceStatus => ({
      ...status,
      ...(backlogs.has(status.id) && { backlog: backlogs.get(status.id)! }),
      perMinute: rates.perMinute(status.id) ?? null,
      allowedLagSeconds: allowed(landscape, status),
    });
    return {
      enterprise: landscape.enterprise,
      at: new Date(now).toISOString(),
      head: position,
      sites: sites.map((site) => ({
        ...site,
        systems: site.systems.map((system) => ({ ...system, interfaces: system.interfaces.map(withRates) })),
      })),
    };
  });
}

/** What is told before a record is seen: the rules for its entity that its site, or any, falls under. */
function allowed(landscape: Landscape, { id, entity }: ReadStatus): number {
  const site = landscape.systems.get(id.split('/')[0]!)?.site;
  return allowedLag(landscape, entity, site) ?? ALLOWED_LAG_SECONDS;
}
