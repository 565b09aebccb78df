import type { Connector } from './connector.ts';
import { fileConnector } from './file/index.ts';

/** Every connector by the name that a landscape gives in `connector:`. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  [fileConnector].map((connector) => [connector.name, connector]),
);
