import type { Api } from '../typeProvider.ts';
import { type RecordsParts, recordsRoute } from './records/route.ts';

/** Everything under `/experience/v1`: what people look at, in their words. */
export function experienceRoutes(app: Api, parts: RecordsParts): void {
  recordsRoute(app, parts);
}
