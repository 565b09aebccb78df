import type { Expression } from '../landscape/processes/chart.ts';
import { openScript } from '../landscape/processes/readScript.ts';
import { compileMapping, type MappingModel } from '../mapping/compile.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { NOWHERE } from '../mapping/nowhere.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { type Problem, ProblemError, problem } from '../vocabulary/problem.ts';

/** `{ context, event, parameters, each }`. */
export type Sight = JsonObject;

/** Throws a `ProblemError` when the expression fails. */
export type Answering = (sight: Sight) => Json | undefined;

export function jsonata({ file, line, text }: Expression, model: MappingModel): Answering {
  const compiled = compileMapping(`${file}:${line}`, text, model);
  if ('code' in compiled) throw new ProblemError(compiled as Problem);
  return (sight) => {
    const { time } = sight['event'] as { time: string };
    const result = (compiled as Mapping).run(sight, { ...NOWHERE, receivedAt: time });
    if ('problem' in result) throw new ProblemError(result.problem);
    return result.value;
  };
}

/** The functions of a chart in TypeScript. */
export function functionsOf(file: string, script: string): (expression: Expression) => Answering {
  const opened = openScript(file, script);
  if ('problem' in opened) throw new ProblemError(opened.problem);
  return ({ line, function: pointer }) =>
    (sight) => {
      const called = opened.script.call(pointer!, sight);
      if (!('failure' in called)) return called.value;
      const { detail, ...where } = called.failure;
      const found = `The function fails: ${detail}`;
      throw new ProblemError(problem('mapping-failed', 'process', found, { file, line, ...where }));
    };
}
