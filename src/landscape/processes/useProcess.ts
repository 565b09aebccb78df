import { isObject } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { fitSettings } from '../fit.ts';
import { refuse, unknownWord } from '../report.ts';
import { child, readYaml, type YamlFile } from '../yaml.ts';
import type { Chart } from './chart.ts';
import { compileProcess, expressionsOf } from './compileProcess.ts';
import { setValues } from './parameters.ts';
import { type UseSettings, useSettings } from './processSettings.ts';

/** The charts of the library, by name: where each stands, and its text. */
export type ProcessLibrary = ReadonlyMap<string, { file: string; text: string }>;

export function isUse({ value }: YamlFile): boolean {
  return isObject(value) && Object.hasOwn(value, 'uses');
}

/** A process of the library as a landscape uses it: its chart, with the values that the landscape sets. */
export function useProcess(
  yaml: YamlFile,
  { library, segments }: { library: ProcessLibrary; segments: Iterable<string> },
  problems: Problem[],
): Chart | undefined {
  const { value, misfits } = fitSettings(useSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((misfit) => refuse(yaml, misfit)));
  if (misfits.length > 0) return undefined;
  const given = value as unknown as UseSettings;
  const chart = readFromLibrary(given.uses, library, yaml, problems);
  if (chart === undefined) return undefined;
  problems.push(...segmentProblems(given, [...segments], yaml));
  const parameters = setValues(chart.parameters, given, yaml, problems);
  return {
    ...chart,
    ...(given.title !== undefined && { title: given.title }),
    code: given.process,
    uses: given.uses,
    parameters,
    ...expressionsOf(yaml)('segment', '/segment', given.segment),
    file: yaml.file,
    line: yaml.valueAt('/process').line,
  };
}

function readFromLibrary(
  name: string,
  library: ProcessLibrary,
  yaml: YamlFile,
  problems: Problem[],
): Chart | undefined {
  const found = library.get(name);
  if (found) return libraryChart(found, problems);
  problems.push(unknownWord('process of the library', name, library.keys(), yaml, '/uses'));
  return undefined;
}

/** A chart of the library as it stands there, with the defaults of its parameters. */
export function libraryChart(
  { file, text }: { file: string; text: string },
  problems: Problem[],
): Chart | undefined {
  const yaml = readYaml(file, text, NO_SUBSTITUTIONS);
  problems.push(...yaml.problems);
  return yaml.problems.length > 0 ? undefined : compileProcess(yaml, problems);
}

const NO_SUBSTITUTIONS = {
  variable: () => undefined,
  file: () => ({ reason: 'a chart of the library reads no files' }),
};

function segmentProblems({ segments }: UseSettings, known: string[], yaml: YamlFile): Problem[] {
  return Object.keys(segments)
    .filter((segment) => !known.includes(segment))
    .map((segment) => unknownWord('segment', segment, known, yaml, child('/segments', segment), 'key'));
}
