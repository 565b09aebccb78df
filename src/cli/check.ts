import type { Command } from 'commander';
import type { GroupsAnswer } from '../api/operations/parked/groupsContract.ts';
import { readConfig } from '../config.ts';
import { allInterfaces } from '../landscape/allInterfaces.ts';
import type { LandscapeDependencies } from '../landscape/dependencies.ts';
import { findSeen, type SeenValue } from '../landscape/flows/seen.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { type Colors, colorsFor, count, type Output, printJson, printProblems } from './output.ts';

export interface CheckSummary {
  sites: number;
  systems: number;
  interfaces: number;
  mappings: number;
  codeLists: number;
}

export interface CheckResult {
  folder: string;
  problems: Problem[];
  /** Present when the landscape is fine. */
  summary?: CheckSummary;
}

/** Everything `lineshaft check` says, as data. */
export async function checkLandscape(
  folder: string,
  dependencies: LandscapeDependencies,
  seen: readonly SeenValue[] = [],
): Promise<CheckResult> {
  const { landscape, problems } = await readLandscape(folder, dependencies);
  if (landscape === undefined) return { folder, problems };
  const lacking = findSeen(landscape, seen);
  return lacking.length > 0
    ? { folder, problems: lacking }
    : { folder, problems, summary: summarise(landscape) };
}

export function printCheck(result: CheckResult, output: Output, colors: Colors): void {
  const { folder, problems, summary } = result;
  if (summary === undefined) {
    printProblems(output, problems, colors);
    const files = new Set(problems.map((p) => p.file)).size;
    output.write(
      `\n${colors.red(count(problems.length, 'problem'))} in ${count(files, 'file')} of ${folder}\n`,
    );
    return;
  }
  const { sites, systems, interfaces, mappings, codeLists } = summary;
  const parts = [
    count(sites, 'site'),
    count(systems, 'system'),
    count(interfaces, 'interface'),
    count(mappings, 'mapping'),
    count(codeLists, 'code list'),
  ];
  output.write(`${colors.green('✓')} ${folder} is fine: ${parts.join(', ')}\n`);
}

export function register(program: Command): void {
  const command = program
    .command('check')
    .description('report every problem of a landscape, with file, line and column')
    .argument('[folder]', 'folder of the landscape', '.')
    .option('--seen', 'also what messages of the running hub were parked for: values that no code list has');
  withHubOptions(command).action(check);
}

async function check(folder: string, options: HubOptions & { seen?: true }): Promise<void> {
  const { environment } = readConfig();
  const seen = options.seen ? await readSeen(options) : [];
  const result = await checkLandscape(folder, await landscapeDependencies(environment), seen);
  if (options.json) printJson(process.stdout, result);
  else printCheck(result, process.stdout, colorsFor(process.stdout, environment));
  if (result.problems.length > 0) process.exitCode = 1;
}

async function readSeen(options: HubOptions): Promise<SeenValue[]> {
  const hub = await hubClient(options);
  const { groups } = await hub.get<GroupsAnswer>('parked/groups', { code: 'code-unknown', limit: 1000 });
  return groups.flatMap(({ translation, count }) => (translation ? { ...translation, count } : []));
}

function summarise({ sites, systems, translated }: Landscape): CheckSummary {
  const interfaces = allInterfaces({ systems });
  return {
    sites: sites.size,
    systems: systems.size,
    interfaces: interfaces.length,
    mappings: new Set(interfaces.map(({ map }) => map)).size,
    codeLists: new Set(translated.map(({ list, system }) => `${system} ${list}`)).size,
  };
}
