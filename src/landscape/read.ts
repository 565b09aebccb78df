import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Mapping } from '../mapping/mapping.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { checkOverlaps, codeTranslations, compileCodes } from './codes.ts';
import { checkCondition } from './condition.ts';
import { checkConnectivity } from './connectivity/check.ts';
import { compileRules } from './connectivity/rules.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import { compileEnterprise, type Enterprise } from './enterprise.ts';
import { checkFlows } from './flows/check.ts';
import { compileResidency } from './flows/residencyRules.ts';
import { type Folder, readFolder, type TextFile } from './folder.ts';
import type { CodeTable, Landscape, QualityRule, System } from './landscape.ts';
import { checkMatching } from './matching.ts';
import { namesIn, systemNameOf } from './names.ts';
import type { Chart } from './processes/chart.ts';
import { checkProcesses } from './processes/checkProcesses.ts';
import { compileProcess } from './processes/compileProcess.ts';
import { isScript, readScript } from './processes/readScript.ts';
import { isUse, useProcess } from './processes/useProcess.ts';
import { checkPromising, compilePromising } from './promising/compilePromising.ts';
import { checkRuleNames, compileQuality } from './quality.ts';
import { refuse } from './report.ts';
import { checkStewardship, compileStewardship } from './stewardship.ts';
import type { Substitutions } from './substitute.ts';
import type { Surroundings } from './systemPart.ts';
import { checkKeys, compileSystem } from './systems.ts';
import { isTimeZone } from './timeZone.ts';
import { child, readYaml, type YamlFile } from './yaml.ts';

export interface ReadLandscape {
  landscape?: Landscape;
  problems: Problem[];
  /** The files that make it, relative to the folder, with `/`. */
  files: string[];
}

/**
 * Reads, checks and compiles the landscape in a folder. Every problem is given at once, with file (relative to the
 * folder), line and column, in the order of files and lines; the landscape only when there is none. `home`: the folder that
 * paths to what lies outside are relative to, when this one is a copy.
 */
export async function readLandscape(
  folder: string,
  dependencies: LandscapeDependencies,
  home?: string,
): Promise<ReadLandscape> {
  const used = new Set<string>();
  const { landscape, problems } = await readUsing(used, await readFolder(folder), dependencies, home);
  return { ...(landscape && { landscape }), problems: inOrder(problems), files: [...used].sort() };
}

async function readUsing(
  used: Set<string>,
  files: Folder,
  dependencies: LandscapeDependencies,
  home = files.root,
): Promise<{ landscape?: Landscape; problems: Problem[] }> {
  const problems = [...files.problems];
  const parse = ({ file, text }: TextFile) => {
    used.add(file);
    return readYaml(file, text, substitutions(home, dependencies));
  };
  const parseChart = (found: TextFile) => {
    if (!found.file.endsWith('.ts')) return parse(found);
    used.add(found.file);
    return readScript(found.file, found.text);
  };
  const enterpriseYaml = files.enterprise && parse(files.enterprise);
  const enterprise = enterpriseYaml && compileReadable(enterpriseYaml, problems, compileEnterprise);
  const yamls = files.systems.map(parse);
  const names = new Set(yamls.map(systemNameOf));
  const mappings = new Map<string, Mapping>();
  const around = surroundings(
    { root: files.root, home, used },
    enterpriseYaml,
    enterprise,
    dependencies,
    mappings,
  );
  const systems = await compileSystems(yamls, names, around, problems);
  const uses = { library: dependencies.library ?? new Map(), segments: enterprise?.segments.keys() ?? [] };
  const processes = compileProcesses(files.processes.map(parseChart), uses, problems);
  const tables = compileTables(files.codes.map(parse), names, dependencies, problems);
  const quality = compileRulesOfQuality(files.quality.map(parse), dependencies, problems);
  if (enterpriseYaml === undefined || enterprise === undefined) return { problems };
  problems.push(...checkSegments(enterprise, enterpriseYaml, dependencies));
  const sites = new Set(enterprise.sites.keys());
  problems.push(...checkStewardship(enterprise.stewards, sites, dependencies.model, enterpriseYaml));
  problems.push(...checkMatching(enterprise.matching, enterpriseYaml, dependencies));
  const kinds = new Map([...systems].map(([code, { kind }]) => [code, kind]));
  const known = { systems: names, kinds, entities: dependencies.model.entities };
  const connectivity = compileRules(enterprise, known, enterpriseYaml, problems);
  problems.push(...checkPromising(enterprise.promisingSettings, enterprise, enterpriseYaml));
  const residency = compileResidency(enterprise, known, enterpriseYaml, problems);
  if (problems.length > 0) return { problems };
  const codes = compiledCodes(tables, dependencies);
  const promising = compilePromising(enterprise.promisingSettings, connectivity, systems.values());
  const rest = { systems, ...codes, connectivity, residency, quality, processes, promising };
  const landscape = assemble(files.root, enterprise, rest);
  const { model } = dependencies;
  problems.push(
    ...checkConnectivity(landscape, model),
    ...checkFlows({ landscape, mappings, model, nameOf: (file) => relative(files.root, file) }),
    ...checkProcesses(processes, systems, model, promising !== undefined),
  );
  return problems.length > 0 ? { problems } : { landscape, problems };
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
  places: Pick<Surroundings, 'root' | 'home' | 'used'>,
  yaml: YamlFile | undefined,
  enterprise: Enterprise | undefined,
  dependencies: LandscapeDependencies,
  mappings: Map<string, Mapping>,
): Surroundings {
  const sites = yaml && isReadable(yaml) ? { sites: namesIn(yaml, 'sites') } : {};
  const timeZoneOf = (site = '') => {
    const { timeZone } = enterprise?.sites.get(site) ?? {};
    return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : 'UTC';
  };
  const checkMapping = mappingChecks(places.root, dependencies, mappings);
  return { ...places, ...sites, timeZoneOf, dependencies, checkMapping };
}

function assemble(
  folder: string,
  { rules: _, residencyRules: __, stewards, promisingSettings: ___, ...enterprise }: Enterprise,
  rest: Omit<Landscape, keyof Enterprise | 'folder' | 'stewardship'>,
): Landscape {
  return { folder, ...enterprise, ...rest, stewardship: compileStewardship(stewards) };
}

function compiledCodes(tables: CodeTable[], { model }: LandscapeDependencies) {
  return { codes: codeTranslations(tables, model.codeLists), translated: tables };
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

function compileProcesses(
  yamls: YamlFile[],
  uses: Parameters<typeof useProcess>[1],
  problems: Problem[],
): Map<string, Chart> {
  const charts = new Map<string, Chart>();
  for (const yaml of yamls) {
    const chart = compileReadable(yaml, problems, () =>
      isUse(yaml) && !isScript(yaml) ? useProcess(yaml, uses, problems) : compileProcess(yaml, problems),
    );
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

function compileRulesOfQuality(
  yamls: YamlFile[],
  { model }: LandscapeDependencies,
  problems: Problem[],
): QualityRule[] {
  const read = yamls.flatMap((yaml) => {
    const rules = compileReadable(yaml, problems, () => compileQuality(yaml, model, problems));
    return rules === undefined ? [] : [{ rules, yaml }];
  });
  problems.push(...checkRuleNames(read));
  return read.flatMap(({ rules }) => rules);
}

/** Each mapping is compiled once, and kept for what is checked of all of them together. */
function mappingChecks(
  root: string,
  { readMapping }: LandscapeDependencies,
  mappings: Map<string, Mapping>,
): Surroundings['checkMapping'] {
  const checked = new Set<string>();
  return async (file) => {
    if (readMapping === undefined || checked.has(file)) return [];
    checked.add(file);
    const { mapping, problems } = await readMapping(file);
    if (mapping) mappings.set(file, mapping);
    return problems.map((p) => ({ ...p, file: relative(root, file) }));
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
