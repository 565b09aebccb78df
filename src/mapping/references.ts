import type { Json } from '../vocabulary/json.ts';
import { awaits } from '../vocabulary/keys.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Mapped, Mapping, MissingReference, Scope } from './mapping.ts';

/**
 * Maps a batch. References not in memory are looked up together and the few documents that name them mapped once more; what is
 * unknown even then is a problem of its document.
 */
export async function mapWithReferences(
  mapping: Mapping,
  scope: Scope,
  documents: readonly Json[],
  lookUp: (missing: MissingReference[]) => Promise<void>,
): Promise<({ value: Json | undefined } | { problem: Problem })[]> {
  const mapped = documents.map((document) => mapping.run(document, scope));
  const incomplete = mapped.flatMap((result, i) => (missingIn(result).length > 0 ? i : []));
  if (incomplete.length > 0) {
    await lookUp(incomplete.flatMap((i) => missingIn(mapped[i]!)));
    for (const i of incomplete) mapped[i] = mapping.run(documents[i]!, scope);
  }
  return mapped.map((result) => {
    const missing = missingIn(result).find((reference) => reference.required);
    return missing ? { problem: unknownReference(missing, scope) } : result;
  });
}

function missingIn(result: Mapped): readonly MissingReference[] {
  return 'problem' in result ? [] : result.missing;
}

function unknownReference(missing: MissingReference, scope: Scope): Problem {
  const { entity, system, key } = missing;
  const detail =
    scope.direction === 'in'
      ? `${entity} ${key} of ${system} is not known to the hub yet`
      : `${entity} ${key} has no key in ${system} yet`;
  const stage = scope.direction === 'in' ? 'identify' : 'route';
  return problem('reference-unknown', stage, detail, { value: key, awaits: awaits(entity, system, key) });
}
