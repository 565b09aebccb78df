import { dirname } from 'node:path';
import { connectors } from './connectors/registry.ts';
import { formatSettings } from './formats/registry.ts';
import type { LandscapeDependencies } from './landscape/dependencies.ts';
import { loadMappings } from './mapping/loadMappings.ts';
import { readLibrary } from './processes/library/readLibrary.ts';
import type { Model } from './quality/checker.ts';
import { loadModel } from './quality/loadModel.ts';

/** Everything that reading a landscape needs, as this program ships it. */
export async function landscapeDependencies(
  environment: LandscapeDependencies['environment'],
): Promise<LandscapeDependencies & { model: Model }> {
  const [model, library] = await Promise.all([loadModel(), readLibrary()]);
  return {
    environment,
    connectors,
    formatSettings,
    model,
    library,
    readMapping: async (file) => {
      const { mappings, problems } = await loadMappings([file], model, dirname(file));
      const mapping = mappings.get(file);
      return { problems, ...(mapping && { mapping }) };
    },
  };
}
