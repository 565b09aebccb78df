import type { TSchema } from 'typebox';
import type { Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { fitSettings } from './fit.ts';
import { refuse } from './report.ts';
import type { YamlFile } from './yaml.ts';

/** Fits a part of a file to the schema of its connector or format; without a schema it is taken as it is. */
export function fitPart(
  { yaml, secrets }: { yaml: YamlFile; secrets: Set<string> },
  schema: TSchema | undefined,
  value: Json,
  pointer: string,
  problems: Problem[],
): Json {
  if (schema === undefined) return value;
  const fitted = fitSettings(schema, value, pointer, yaml);
  problems.push(...fitted.misfits.map((m) => refuse(yaml, m)));
  for (const secret of fitted.secrets) secrets.add(secret);
  return fitted.value;
}
