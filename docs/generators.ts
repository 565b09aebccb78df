import { connectors } from '../src/connectors/registry.ts';
import { formatSettings } from '../src/formats/registry.ts';
import { landscapeDocs } from '../src/landscape/docs.ts';
import { modelDocs } from '../src/quality/docs.ts';
import { problemReference } from '../src/vocabulary/problemReference.ts';
import { statesPage } from '../src/vocabulary/statesPage.ts';
import { processLibrary } from './processLibrary.ts';

/** Content by path in the repository. A new kind of generated file is one line here. */
export type Generator = () => Promise<Map<string, string>>;

export const generators: readonly Generator[] = [
  () => landscapeDocs({ connectors, formatSettings }),
  modelDocs,
  async () => new Map([['docs/problems.md', problemReference()]]),
  async () => new Map([['docs/delivery-states.md', statesPage()]]),
  processLibrary,
];
