import type { Connector } from './connector.ts';
import { fileConnector } from './file/index.ts';
import { httpConnector } from './http/index.ts';
import { mqttConnector } from './mqtt/index.ts';
import { sqlConnector } from './sql/index.ts';

/** Every connector by the name that a landscape gives in `connector:`. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  [fileConnector, httpConnector, mqttConnector, sqlConnector].map((connector) => [connector.name, connector]),
);
