import { isObject, type Json } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { fitSettings } from '../fit.ts';
import { refuse } from '../report.ts';
import { child, type YamlFile } from '../yaml.ts';
import {
  type Branch,
  type Chart,
  type ChartCommand,
  type ChartState,
  type Expression,
  expressionsOf as expressionsOfChart,
} from './chart.ts';
import { declare } from './parameters.ts';
import {
  type BranchSettings,
  type ProcessSettings,
  processSettings,
  type StateSettings,
} from './processSettings.ts';
import { isScript, type ScriptFile } from './readScript.ts';

/** One file of a process as a chart, in YAML or as read from TypeScript; undefined when it does not fit its schema. */
export function compileProcess(yaml: YamlFile | ScriptFile, problems: Problem[]): Chart | undefined {
  const { value, misfits } = fitSettings(processSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((misfit) => refuse(yaml, misfit)));
  if (misfits.length > 0) return undefined;
  const chart = chartOf(value as unknown as ProcessSettings, yaml, problems);
  if (!isScript(yaml)) return chart;
  problems.push(...strayFunctions(chart, yaml));
  return { ...chart, script: yaml.script };
}

function strayFunctions(chart: Chart, script: ScriptFile): Problem[] {
  const used = new Set(expressionsOfChart(chart).map((each) => each.function));
  const advice =
    'Functions stand where an expression may: `when`, `set`, `context`, `keys`, `key`, `each`, `data`, `segment`.';
  return [...script.functions]
    .filter((pointer) => !used.has(pointer))
    .map((pointer) =>
      refuse(script, { pointer, at: 'value', detail: 'A function cannot stand here', advice }),
    );
}

function chartOf(given: ProcessSettings, yaml: YamlFile, problems: Problem[]): Chart {
  const at = expressionsOf(yaml);
  return {
    code: given.process,
    ...(given.title !== undefined && { title: given.title }),
    version: given.version,
    about: given.about,
    parameters: declare(given.parameters, yaml, problems),
    ...at('segment', '/segment', given.segment),
    start: { on: given.start.on, ...at('when', '/start/when', given.start.when) },
    context: at('context', '/context', given.context).context!,
    keys: at('keys', '/keys', given.keys).keys!,
    initial: given.initial,
    states: Object.entries(given.states).map(([code, its]) =>
      stateOf(code, its, child('/states', code), yaml),
    ),
    commands: Object.entries(given.commands).map(([name, its]) => commandOf(name, its, yaml)),
    migrate: given.migrate.map(({ from, states, set }, i) => {
      const pointer = child('/migrate', i);
      return { from, states, ...at('set', `${pointer}/set`, set), line: yaml.valueAt(pointer).line };
    }),
    file: yaml.file,
    line: yaml.valueAt('/process').line,
  };
}

function commandOf(
  name: string,
  { each, key, data, ...its }: ProcessSettings['commands'][string],
  yaml: YamlFile,
): ChartCommand {
  const at = expressionsOf(yaml);
  const pointer = child('/commands', name);
  return {
    name,
    ...its,
    key: at('key', `${pointer}/key`, key).key!,
    ...at('each', `${pointer}/each`, each),
    ...at('data', `${pointer}/data`, data),
    line: yaml.keyAt(pointer).line,
  };
}

function stateOf(code: string, given: StateSettings, pointer: string, yaml: YamlFile): ChartState {
  const inner = Object.entries(given.states ?? {});
  return {
    code,
    ...(given.title !== undefined && { title: given.title }),
    kind: kindOf(given),
    ...(given.initial !== undefined && { initial: given.initial }),
    states: inner.map(([name, its]) =>
      stateOf(name, its as StateSettings, `${pointer}${child('/states', name)}`, yaml),
    ),
    ...(given.within !== undefined && { within: given.within }),
    enter: given.enter,
    on: Object.entries(given.on ?? {}).map(([event, its]) => ({
      event,
      branches: branchesAt(its, `${pointer}${child('/on', event)}`, yaml),
    })),
    after: Object.entries(given.after ?? {}).map(([delay, its]) => ({
      delay,
      branches: branchesAt(its, `${pointer}${child('/after', delay)}`, yaml),
    })),
    always: branchesAt(given.always, `${pointer}/always`, yaml),
    done: branchesAt(given.done, `${pointer}/done`, yaml),
    line: yaml.keyAt(pointer).line,
  };
}

function kindOf({ final, parallel, states }: StateSettings): ChartState['kind'] {
  if (final) return 'final';
  if (parallel) return 'parallel';
  return isObject(states as Json) && Object.keys(states!).length > 0 ? 'compound' : 'plain';
}

function branchesAt(
  given: BranchSettings | BranchSettings[] | undefined,
  pointer: string,
  yaml: YamlFile,
): Branch[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) return [branchAt(given, pointer, yaml)];
  return given.map((each, i) => branchAt(each, child(pointer, i), yaml));
}

function branchAt({ when, to, set, do: commands }: BranchSettings, pointer: string, yaml: YamlFile): Branch {
  const at = expressionsOf(yaml);
  return {
    ...at('when', `${pointer}/when`, when),
    ...(to !== undefined && { to }),
    ...at('set', `${pointer}/set`, set),
    do: commands,
    line: yaml.valueAt(pointer).line,
  };
}

export function expressionsOf(yaml: YamlFile) {
  return <Name extends string>(name: Name, pointer: string, text: string | undefined) =>
    (text === undefined
      ? {}
      : {
          [name]: {
            text,
            ...(isScript(yaml) && yaml.functions.has(pointer) && { function: pointer }),
            file: yaml.file,
            line: yaml.valueAt(pointer).line,
          },
        }) as {
      [name in Name]?: Expression;
    };
}
