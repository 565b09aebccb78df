import path from 'node:path';
import type { CodeList, Units } from '../quality/checker.ts';
import type { Json } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { callsOf } from './calls.ts';
import { fieldFunctions } from './functions/table.ts';
import { assemble, type Program } from './jsonata/assemble.ts';
import { natives } from './jsonata/natives.ts';
import type { Refusal } from './jsonata/place.ts';
import { type Node, parse, type SyntaxFault } from './jsonata/reference.ts';
import type { Run } from './jsonata/run.ts';
import { sequence, withoutMarks } from './jsonata/sequences.ts';
import { constantsOf, lineageOf } from './lineage.ts';
import type { Mapped, Mapping, Scope } from './mapping.ts';
import { type Position, positions } from './positions.ts';
import { runProblem } from './runProblem.ts';

/** What of the model a mapping needs. A `Model` will do. */
export interface MappingModel {
  codeLists: ReadonlyMap<string, CodeList>;
  units: Units;
}

/** Compiles a mapping; the first problem when it cannot be. `file` is its absolute path. */
export function compileMapping(
  file: string,
  text: string,
  model: MappingModel,
  folder?: string,
): Mapping | Problem {
  const compiled = compileAll(file, text, model, folder);
  return Array.isArray(compiled) ? (compiled[0] as Problem) : compiled;
}

/** Compiles a mapping; every problem when it cannot be. Problems name the file as seen from `folder`. */
export function compileAll(
  file: string,
  text: string,
  model: MappingModel,
  folder?: string,
): Mapping | Problem[] {
  const shown = folder === undefined ? file : path.relative(folder, file);
  const places = positions(text);
  const tree = parsed(text);
  if ('code' in tree) return [invalid(shown, places, { position: tree.position, detail: tree.message })];
  const program = assemble(tree.node, natives(), fieldFunctions(model.codeLists));
  if (program.refusals.length > 0) return program.refusals.map((refusal) => invalid(shown, places, refusal));
  return mappingOf(file, shown, program, tree.node, model, places);
}

function parsed(text: string): { node: Node } | SyntaxFault {
  try {
    return { node: parse(text) };
  } catch (error) {
    const { code, message, position } = error as SyntaxFault;
    return { code, message: message ?? `syntax error ${code}`, position: position ?? 0 };
  }
}

function invalid(file: string, places: (offset: number) => Position, refusal: Refusal): Problem {
  return problem('landscape-invalid', 'landscape', refusal.detail, {
    file,
    ...places(refusal.position),
    advice: 'Mend the mapping at the place named; docs/mapping.md says what a mapping may hold.',
  });
}

function mappingOf(
  file: string,
  shown: string,
  program: Program,
  node: Node,
  model: MappingModel,
  places: (offset: number) => Position,
): Mapping {
  return {
    file,
    run: (document, scope) => runProgram(shown, program, document, scope, model.units, places),
    lineage: () => lineageOf(node, places),
    constants: () => constantsOf(node, places),
    calls: () => callsOf(node, places),
  };
}

function runProgram(
  file: string,
  program: Program,
  document: Json,
  scope: Scope,
  units: Units,
  places: (offset: number) => Position,
): Mapped {
  const run: Run = { scope, units, root: document, missing: [], at: 0, indices: [], steps: 0, depth: 0 };
  try {
    const value = withoutMarks(program.run(run, contextOf(document))) as Json | undefined;
    return { value, missing: run.missing };
  } catch (error) {
    return { problem: runProblem(error, program.sites[run.at], run, file, places) };
  }
}

/** A document that is an array counts as one value. */
function contextOf(document: Json): unknown {
  if (!Array.isArray(document)) return document;
  const whole = sequence(document);
  whole.outerWrapper = true;
  return whole;
}
