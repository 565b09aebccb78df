import type { Api } from '../typeProvider.ts';
import { auditRoute } from './audit/route.ts';
import { circuitRoute } from './circuit/route.ts';
import { codesRoutes } from './codes/routes.ts';
import { completenessRoute } from './completeness/route.ts';
import { conflictsRoutes } from './conflicts/routes.ts';
import { eventsRoute } from './events/route.ts';
import { explainRoute } from './explain/route.ts';
import { keysRoutes } from './keys/routes.ts';
import { landscapeRoutes } from './landscape/routes.ts';
import { maintenanceRoutes } from './maintenance/routes.ts';
import { matchesRoutes } from './matches/routes.ts';
import { parkedRoutes } from './parked/routes.ts';
import type { OperationsParts } from './parts.ts';
import { planRoute } from './plan/route.ts';
import { qualityRoute } from './quality/route.ts';
import { recordsRoute } from './records/route.ts';
import { replayRoutes } from './replay/routes.ts';
import { requestsRoutes } from './requests/routes.ts';
import { sitesRoute } from './sites.ts';
import { traceRoute } from './trace/route.ts';
import { workRoutes } from './work/routes.ts';

/** Everything under `/operations/v1`. */
export function operationsRoutes(app: Api, parts: OperationsParts): void {
  sitesRoute(app, parts);
  traceRoute(app, parts);
  parkedRoutes(app, parts);
  recordsRoute(app, parts);
  eventsRoute(app, parts);
  replayRoutes(app, parts);
  maintenanceRoutes(app, parts);
  circuitRoute(app, parts);
  planRoute(app, parts);
  landscapeRoutes(app, parts);
  explainRoute(app, parts);
  requestsRoutes(app, parts);
  matchesRoutes(app, parts);
  conflictsRoutes(app, parts);
  workRoutes(app, parts);
  codesRoutes(app, parts);
  completenessRoute(app, parts);
  keysRoutes(app, parts);
  auditRoute(app, parts);
  qualityRoute(app, parts);
}
