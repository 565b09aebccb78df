import type { Chart } from '../landscape/processes/chart.ts';
import { compileProcess } from '../landscape/processes/compileProcess.ts';
import { readYaml } from '../landscape/yaml.ts';
import type { Problem } from '../vocabulary/problem.ts';

const none = { variable: () => undefined, file: () => ({ reason: 'none' }) };

/** The chart of a YAML text that is well written. */
export function chartOf(text: string): Chart {
  const problems: Problem[] = [];
  const chart = compileProcess(readYaml('processes/test.yaml', text, none as never), problems);
  if (!chart) throw new Error(problems.map(({ detail }) => detail).join('\n'));
  return chart;
}
