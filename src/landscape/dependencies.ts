import type { TSchema } from 'typebox';
import type { Mapping } from '../mapping/mapping.ts';
import type { Model } from '../quality/checker.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { ProcessLibrary } from './processes/useProcess.ts';
import type { ConnectorSettings } from './systemSettings.ts';

/** What reading a landscape needs from the other parts of the hub. */
export interface LandscapeDependencies {
  /** Values for `${VAR}`. */
  environment: Readonly<Record<string, string | undefined>>;
  /** The settings of each connector, by its name: a `Connector` fits. */
  connectors: ReadonlyMap<string, { settings: ConnectorSettings }>;
  /** The settings of `format:`; absent: any are taken. */
  formatSettings?: TSchema;
  model: Pick<Model, 'entities' | 'codeLists' | 'units'>;
  /** The processes that come with the hub; absent: none. */
  library?: ProcessLibrary;
  /** Compiles a mapping (absolute path), or says what is wrong with it. Absent: mappings are not looked into. */
  readMapping?(file: string): Promise<{ mapping?: Mapping; problems: readonly Problem[] }>;
}
