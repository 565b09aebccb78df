import { glob } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { Interface, Landscape, System } from '../landscape/landscape.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import { loadMappings } from '../mapping/loadMappings.ts';
import { type MappingTestResult, testFileOf, testMapping } from '../mapping/mappingTest.ts';
import type { Model } from '../quality/checker.ts';
import { loadModel } from '../quality/loadModel.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { exitCodes } from './failure.ts';
import { printJson, printProblems, progress } from './output.ts';
import { scenariosOf } from './processTest.ts';
import { terminal } from './terminal.ts';
import { isFine, printTests, type TestRun } from './testText.ts';

export function register(program: Command): void {
  program
    .command('test')
    .description('run the tests beside the mappings of a landscape')
    .argument('[folder]', 'folder of the landscape', '.')
    .option('--json', 'print the results as JSON')
    .action(async (folder: string, options: { json?: boolean }) => {
      const { output, colors } = terminal();
      const { landscape, problems } = await readLandscape(
        folder,
        await landscapeDependencies(readConfig().environment),
      );
      if (!landscape) {
        if (options.json) printJson(output, { problems });
        else printProblems(output, problems, colors);
        process.exitCode = exitCodes.failed;
        return;
      }
      const run = await testLandscape(landscape, await loadModel());
      if (options.json) printJson(output, run);
      else printTests(run, output, colors);
      if (!isFine(run)) process.exitCode = exitCodes.failed;
    });
}

/** Runs each mapping's test file once, in the surroundings of the first interface that uses the mapping. */
export async function testLandscape(landscape: Landscape, model: Model): Promise<TestRun> {
  const users = usersOf(landscape);
  const { mappings, problems } = await loadMappings(users.keys(), model, landscape.folder);
  const line = progress();
  const results: MappingTestResult[] = [];
  for (const [file, mapping] of mappings) {
    line.show(`testing ${path.relative(landscape.folder, file)}`);
    const { system, declared } = users.get(file)!;
    const result = await testMapping(mapping, {
      codes: landscape.codes,
      codeLists: model.codeLists,
      system: system.code,
      site: system.site,
      timeZone: landscape.sites.get(system.site)!.timeZone,
      keys: system.keys,
      direction: declared.direction === 'source' ? 'in' : 'out',
    });
    results.push({ ...result, file: path.relative(landscape.folder, result.file) });
  }
  line.done();
  return { results, problems: [...problems, ...(await strayTests(landscape, users.keys()))] };
}

function usersOf(landscape: Landscape): Map<string, { system: System; declared: Interface }> {
  const users = new Map<string, { system: System; declared: Interface }>();
  for (const system of landscape.systems.values()) {
    for (const declared of system.interfaces.values()) {
      if (!users.has(declared.map)) users.set(declared.map, { system, declared });
    }
  }
  return users;
}

/** A test file that belongs to no mapping or process would never run, and no one would notice. */
async function strayTests({ folder, processes }: Landscape, mappings: Iterable<string>): Promise<Problem[]> {
  const scenarios = [...processes.values()].map(({ file }) => path.join(folder, scenariosOf(file)));
  const known = new Set([...[...mappings].map(testFileOf), ...scenarios]);
  const stray: Problem[] = [];
  const exclude = (name: string) => name === 'node_modules' || name.startsWith('.');
  for await (const file of glob('**/*.test.yaml', { cwd: folder, exclude })) {
    if (known.has(path.join(folder, file))) continue;
    const advice = 'Name it as the mapping, with .test.yaml for .jsonata, or take it away.';
    stray.push(
      problem('landscape-invalid', 'landscape', 'belongs to no mapping in use, and to no process', {
        file,
        advice,
      }),
    );
  }
  return stray;
}
