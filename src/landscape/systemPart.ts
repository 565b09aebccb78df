import type { Problem } from '../vocabulary/problem.ts';
import type { LandscapeDependencies } from './dependencies.ts';
import { unknownWord } from './report.ts';
import type { ConnectorSettings, SystemSettings } from './systemSettings.ts';
import type { YamlFile } from './yaml.ts';

/** What the settings of a system are held against. */
export interface Surroundings {
  root: string;
  /** What lies outside the landscape is looked for from here: the root, or the folder that it is a copy of. */
  home: string;
  /** The files that were used, relative to the root; growing. */
  used: Set<string>;
  /** The sites of the enterprise; absent when `enterprise.yaml` cannot be read. */
  sites?: ReadonlySet<string>;
  /** IANA zone of a site; UTC where none is known. */
  timeZoneOf(site: string | undefined): string;
  dependencies: LandscapeDependencies;
  /** What is wrong with a mapping; asked once per file. */
  checkMapping(file: string): Promise<readonly Problem[]>;
}

/** A system while it is read: its settings, and what is known so far. */
export interface SystemPart {
  yaml: YamlFile;
  settings: Partial<SystemSettings>;
  connector?: ConnectorSettings;
  /** Pointers of secrets, growing as the connector's own schemas are fitted. */
  secrets: Set<string>;
}

export function checkSite(around: Surroundings, site: string, yaml: YamlFile, pointer: string): Problem[] {
  const { sites } = around;
  return sites === undefined || sites.has(site) ? [] : [unknownWord('site', site, sites, yaml, pointer)];
}
