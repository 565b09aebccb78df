import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Problem } from '../vocabulary/problem.ts';
import { type CodeTable, checkOverlaps, codeTranslations, compileCodes } from './codes.ts';
import { checkCondition } from './condition.ts';
import { checkConnectivity } from './connectivity/check.ts';
import { compileRules } from './connectivity/rules.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import { compileEnterprise, type Enterprise } from './enterprise.ts';
import { readFolder, type TextFile } from './folder.ts';
import type { Landscape, System } from './landscape.ts';
import { namesIn, systemNameOf } from './names.ts';
import type { Chart } from './processes/chart.ts';
import { checkProcesses } from './processes/checkProcesses.ts';
import { compileProcess } from './processes/compileProcess.ts';
import { refuse } from './report.ts';
import type { Substitutions } from './substitute.ts';
import type { Surroundings } from './systemPart.ts';
import { checkKeys, compileSystem } from './systems.ts';
import { isTimeZone } from './timeZone.ts';
import { child, readYaml, type YamlFile } from './yaml.ts';

/**
 * Reads, checks and compiles the landscape in a folder. Every problem is given at once, with file (relative to the
 * folder), line and column, in the order of files and lines; the landscape only when there is none.
 */
export async function readLandscape(
  folder: string,
  dependencies: LandscapeDependencies,
): Promise<{ landscape?: Landscape; problems: Problem[] }> {
  const files = await readFolder(folder);
  const problems = [...files.problems];
  const parse = ({ file, text }: TextFile) => readYaml(file, text, substitutions(files.root, dependencies));
  const enterpriseYaml = files.enterprise && parse(files.enterprise);
  const enterprise = enterpriseYaml && compileReadable(enterpriseYaml, problems, compileEnterprise);
  const yamls = files.systems.map(parse);
  const names = new Set(yamls.map(systemNameOf));
  const around = surroundings(files.root, enterpriseYaml, enterprise, dependencies);
  const systems = await compileSystems(yamls, names, around, problems);
  const charts = compileProcesses(files.processes.map(parse), problems);
  const tables = compileTables(files.codes.map(parse), names, dependencies, problems);
  if (enterpriseYaml === undefined || enterprise === undefined) return { problems: inOrder(problems) };
  problems.push(...checkSegments(enterprise, enterpriseYaml, dependencies));
  const known = { systems: names, entities: new Set(dependencies.model.entities.keys()) };
  const connectivity = compileRules(enterprise, known, enterpriseYaml, problems);
  if (problems.length === 0)
    problems.push(...checkConnectivity({ ...enterprise, systems, connectivity }, dependencies.model));
  if (problems.length === 0) problems.push(...checkProcesses(charts, systems, dependencies.model));
  if (problems.length > 0) return { problems: inOrder(problems) };
  const codes = compiledCodes(tables, dependencies);
  return {
    landscape: assemble(files.root, enterprise, { systems, ...codes, connectivity, processes: charts }),
    problems,
  };
}

function checkSegments(
  { segments }: Enterprise,
  yaml: YamlFile,
  { model }: LandscapeDependencies,
): Problem[] {
  const example = "classifications[scheme = 'segment'].code = 'pumps'";
  return [...segments.values()].flatMap(({ code, where }) =>
    where === undefined
      ? []
      : checkCondition(where, example, yaml, `${child('/segments', code)}/where`, model),
  );
}

function surroundings(
  root: string,
  yaml: YamlFile | undefined,
  enterprise: Enterprise | undefined,
  dependencies: LandscapeDependencies,
): Surroundings {
  const sites = yaml && isReadable(yaml) ? { sites: namesIn(yaml, 'sites') } : {};
  const timeZoneOf = (site = '') => {
    const { timeZone } = enterprise?.sites.get(site) ?? {};
    return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : 'UTC';
  };
  return { root, ...sites, timeZoneOf, dependencies, checkMapping: mappingChecks(root, dependencies) };
}

function assemble(
  folder: string,
  { rules: _, ...enterprise }: Enterprise,
  rest: Pick<Landscape, 'systems' | 'codes' | 'translated' | 'connectivity' | 'processes'>,
): Landscape {
  return { folder, ...enterprise, ...rest };
}

function compiledCodes(tables: CodeTable[], { model }: LandscapeDependencies) {
  const named = new Map(tables.map(({ list, system }) => [`${system}\n${list}`, { list, system }]));
  return { codes: codeTranslations(tables, model.codeLists), translated: [...named.values()] };
}

/** Compiles a file that could be parsed; one that could not has said so already. */
function compileReadable<T>(
  yaml: YamlFile,
  problems: Problem[],
  compile: (yaml: YamlFile, problems: Problem[]) => T | undefined,
): T | undefined {
  problems.push(...yaml.problems);
  return isReadable(yaml) ? compile(yaml, problems) : undefined;
}

/** A missing variable leaves the rest of a file worth checking; broken YAML does not. */
function isReadable(yaml: YamlFile): boolean {
  return yaml.value !== null || yaml.problems.length === 0;
}

async function compileSystems(
  yamls: YamlFile[],
  names: ReadonlySet<string>,
  around: Surroundings,
  problems: Problem[],
): Promise<Map<string, System>> {
  const systems = new Map<string, System>();
  const files: [System, YamlFile][] = [];
  for (const yaml of yamls) {
    problems.push(...yaml.problems);
    const system = isReadable(yaml) ? await compileSystem(yaml, around, problems) : undefined;
    if (system === undefined) continue;
    const other = systems.get(system.code);
    if (other === undefined) systems.set(system.code, system);
    else problems.push(refuse(yaml, twice(system.code, other.file)));
    files.push([system, yaml]);
  }
  const entities = new Set(around.dependencies.model.entities.keys());
  problems.push(...files.flatMap(([system, yaml]) => checkKeys(system, { systems, names, entities }, yaml)));
  return systems;
}

function twice(code: string, file: string) {
  const detail = `The system ${code} stands in ${file} already`;
  return { pointer: '/system', at: 'value', detail, advice: 'Give each system a code of its own.' } as const;
}

function compileTables(
  yamls: YamlFile[],
  systems: ReadonlySet<string>,
  { model }: LandscapeDependencies,
  problems: Problem[],
): CodeTable[] {
  const read = yamls.flatMap((yaml) => {
    const table = compileReadable(yaml, problems, () =>
      compileCodes(yaml, model.codeLists, systems, problems),
    );
    return table === undefined ? [] : [{ table, yaml }];
  });
  problems.push(...checkOverlaps(read));
  return read.map(({ table }) => table);
}

function compileProcesses(yamls: YamlFile[], problems: Problem[]): Map<string, Chart> {
  const charts = new Map<string, Chart>();
  for (const yaml of yamls) {
    const chart = compileReadable(yaml, problems, compileProcess);
    if (chart === undefined) continue;
    const other = charts.get(chart.code);
    if (other === undefined) charts.set(chart.code, chart);
    else {
      const detail = `The process ${chart.code} stands in ${other.file} already`;
      const advice = 'Give each process a code of its own.';
      problems.push(refuse(yaml, { pointer: '/process', at: 'value', detail, advice }));
    }
  }
  return charts;
}

function mappingChecks(root: string, { checkMapping }: LandscapeDependencies): Surroundings['checkMapping'] {
  const checked = new Set<string>();
  return async (file) => {
    if (checkMapping === undefined || checked.has(file)) return [];
    checked.add(file);
    const name = relative(root, file);
    return (await checkMapping(file)).map((p) => ({ ...p, file: name }));
  };
}

/** A file behind `${file:…}` may lie outside the landscape: secrets do. */
function substitutions(root: string, { environment }: LandscapeDependencies): Substitutions {
  return {
    variable: (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined),
    file: (path) => {
      try {
        const text = readFileSync(resolve(root, path), 'utf8');
        return text.length > 65_536
          ? { reason: 'it is larger than 64 KB' }
          : { text: text.replace(/\r?\n$/, '') };
      } catch (error) {
        return { reason: (error as NodeJS.ErrnoException).code ?? 'unknown' };
      }
    },
  };
}

function inOrder(problems: Problem[]): Problem[] {
  const place = (p: Problem): [string, number, number] => [p.file ?? '', p.line ?? 0, p.column ?? 0];
  return problems.toSorted((a, b) => {
    const [fileA, lineA, columnA] = place(a);
    const [fileB, lineB, columnB] = place(b);
    return fileA.localeCompare(fileB) || lineA - lineB || columnA - columnB;
  });
}
