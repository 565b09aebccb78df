import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { readVersions } from '../landscape/processes/readVersions.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import { difference } from '../mapping/difference.ts';
import { playScenarios, type ScenarioResult } from '../processes/scenario.ts';
import { readScenarios } from '../processes/scenarioFile.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { differenceLine } from './differenceLine.ts';
import { exitCodes } from './failure.ts';
import { count, printJson, printProblems } from './output.ts';
import { terminal } from './terminal.ts';

type Result = { file: string } & ScenarioResult;

export function registerProcessTest(process: Command): void {
  process
    .command('test')
    .description('play the scenarios beside the processes of a landscape, on a clock of their own')
    .argument('[folder]', 'folder of the landscape', '.')
    .option('--json', 'print the results as JSON')
    .action(run);
}

async function run(folder: string, options: { json?: boolean }): Promise<void> {
  const { output, colors } = terminal();
  const dependencies = await landscapeDependencies(readConfig().environment);
  const { landscape, problems: wrong } = await readLandscape(folder, dependencies);
  const results: Result[] = [];
  const problems: Problem[] = [...wrong];
  for (const chart of landscape?.processes.values() ?? []) {
    const file = scenariosOf(chart.file);
    const text = await readFile(path.join(landscape!.folder, file), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const read = readScenarios(file, text);
    problems.push(...read.problems);
    const versions = await readVersions(landscape!.folder, chart, read.scenarios, problems);
    const played = playScenarios(chart, read.scenarios, dependencies.model, versions);
    results.push(...played.map((result) => ({ file, ...result })));
  }
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  if (options.json) printJson(output, { results, problems });
  else {
    printProblems(output, problems, colors);
    for (const result of results) {
      if (result.outcome === 'passed') continue;
      output.write(`${colors.red('✗')} ${colors.cyan(result.file)}:${result.at}  ${result.name}\n`);
      for (const line of difference(result.expected, result.came))
        output.write(`    ${differenceLine(line, colors)}\n`);
    }
    const fine = failed.length + problems.length === 0;
    const sum = `${count(results.length - failed.length, 'scenario')} passed${failed.length > 0 ? `, ${failed.length} failed` : ''}`;
    output.write(`${fine ? colors.green('✓') : colors.red('✗')} ${sum}\n`);
  }
  if (failed.length + problems.length > 0) globalThis.process.exitCode = exitCodes.failed;
}

/** `processes/order-to-cash.yaml` → `processes/order-to-cash.test.yaml`, beside it. */
export function scenariosOf(file: string): string {
  return file.replace(/\.(?:ya?ml|ts)$/, '.test.yaml');
}
