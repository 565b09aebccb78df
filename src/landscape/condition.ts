import { compileAll, type MappingModel } from '../mapping/compile.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { refuse } from './report.ts';
import type { YamlFile } from './yaml.ts';

/** A condition in JSONata is compiled as the line will compile it; `example` shows what one looks like. */
export function checkCondition(
  condition: string,
  example: string,
  yaml: YamlFile,
  pointer: string,
  model: MappingModel,
): Problem[] {
  const compiled = compileAll(pointer, condition, model);
  if (!Array.isArray(compiled)) return [];
  const advice = `Write a comparison such as \`${example}\`.`;
  return compiled.map(({ detail: reason, line = 1, column = 1 }) => {
    const detail = `The condition cannot be compiled: ${reason} (its line ${line}, column ${column})`;
    return refuse(yaml, { pointer, at: 'value', detail, advice });
  });
}
