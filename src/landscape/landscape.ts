import type { JsonObject } from '../vocabulary/json.ts';
import type { MatchingChange } from '../vocabulary/matching.ts';
import type { Priority } from '../vocabulary/priority.ts';
import type { Role } from '../vocabulary/role.ts';
import type { DueKind } from '../vocabulary/work.ts';
import type { Chart } from './processes/chart.ts';
import type { Promising } from './promising/promising.ts';

/** The compiled landscape: what the hub runs. Made by `read.ts` from the folder, valid by construction. */
export interface Landscape {
  /** Absolute path of the folder. */
  folder: string;
  enterprise: string;
  /** Language that names must have, BCP 47. */
  language: string;
  segments: Map<string, Segment>;
  companies: Map<string, Company>;
  sites: Map<string, Site>;
  systems: Map<string, System>;
  /** Translations by list, then by system: how a system writes the values of a canonical code list. */
  codes: CodeTranslations;
  /** The translations as they stand in `codes/`, file by file. */
  translated: CodeTable[];
  /** In milliseconds. */
  retention: { documents: number; ledger: number; receipts: number };
  /** Which connectivity model holds where, in the order of the file. */
  connectivity: ConnectivityRule[];
  /** What is changed of how records are matched, by entity. */
  matching: Map<string, MatchingChange>;
  /** Which classed attributes may leave their region, in the order of the file. */
  residency: ResidencyRule[];
  stewardship: Stewardship;
  /** The landscape's own quality rules, in the order of files and lines. */
  quality: QualityRule[];
  /** The processes, by code. */
  processes: Map<string, Chart>;
  /** From where and how it is promised; absent: nothing is. */
  promising?: Promising | undefined;
  /** Where people sign in to the console beside their key; absent: by key alone. */
  signIn?: IdentityProvider | undefined;
  /** JSON pointers into `enterprise.yaml` whose values are masked wherever they are shown. */
  secrets: string[];
}

/** Whose word counts for some entities, in a segment, at some sites, or in the whole enterprise. */
export interface ConnectivityRule {
  /** The group that the rule names, when it names one in place of entities. */
  domain?: string;
  /** The entities it is about, those of the domain included. */
  entities: string[];
  segment?: string;
  sites?: string[];
  model: 'centralized' | 'federated' | 'event-driven' | 'hybrid';
  /** Centralized: the system whose word counts. */
  authority?: string;
  /** Federated: those that contribute; absent: every system that tells the entity. */
  members?: string[];
  /** Federated: which member stands where they disagree. */
  survivorship?: SurvivorshipRule[];
  /** Federated: the members that are trusted with engineering, and those that measure, by their kind; where none is declared. */
  engineers?: string[];
  measurers?: string[];
  /** Federated: by entity, the member that is its authority by the rule for the whole enterprise, from which this one departs. */
  leads?: Readonly<Record<string, string>>;
  /** Hybrid: ids of the source interface that is replaced and of the one that replaces it, and which of them is heard. */
  legacy?: string;
  modern?: string;
  stage?: 'legacy' | 'live';
  /** In milliseconds. */
  maxStaleness?: number;
  /** What a plant may do while the link is down. */
  whenCutOff?: 'continue' | 'stop';
  file: string;
  line: number;
}

/** Which word stands where members disagree, for some groups or attributes. */
export interface SurvivorshipRule {
  /** ID, EN, PL, LO, FI, CO, QU, RG. */
  groups: string[];
  /** Places such as `/sites/*\/safetyStock`. */
  attributes: string[];
  strategy:
    | 'authority'
    | 'owner'
    | 'mostRecent'
    | 'mostComplete'
    | 'fixed'
    | 'strictest'
    | 'oneSource'
    | 'measured';
  /** Authority, one source: the most trusted first. */
  order?: string[];
  /** Measured: those that measure. */
  systems?: string[];
  /** Fixed: the only one that is heard. */
  system?: string;
  line: number;
}

/** What lets attributes of a class leave the region they are told in. */
export interface ResidencyRule {
  class: 'personal' | 'trade-secret' | 'export-controlled';
  /** Absent: all. */
  entities?: string[];
  /** Region of the systems that tell them; absent: any. */
  from?: string;
  /** Regions and systems they may go to. */
  to: string[];
  systems: string[];
  reason: string;
  file: string;
  line: number;
}

/** A quality rule of the landscape, beside those of the model. */
export interface QualityRule {
  id: string;
  entity: string;
  /** JSONata on the record; absent: always. */
  when?: string;
  /** JSONata on the record; not true: the rule is broken. */
  expect: string;
  severity: 'refuse' | 'park' | 'warn';
  message: string;
  file: string;
  line: number;
}

/** Who decides what, by when, and what takes two. */
export interface Stewardship {
  stewards: Steward[];
  /** In milliseconds, from when the work came up. */
  due: Record<DueKind, number>;
  governed: GovernedAttribute[];
}

/** Who owns the work on some entities, at some sites; absent: all. */
export interface Steward {
  owner: string;
  entities?: string[];
  sites?: string[];
}

/** An attribute that changes only when a second person says so. */
export interface GovernedAttribute {
  entity: string;
  attribute: string;
}

/** An OpenID provider that knows the enterprise's people, and what they may do by what it says of them. */
export interface IdentityProvider {
  /** On the button: `Northfield account`. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  /** The claim whose values the roles are given by. */
  claim: string;
  /** The first whose value a person has holds. */
  roles: RoleOfPeople[];
}

export interface RoleOfPeople {
  value: string;
  role: Role;
  /** Where they may act; absent: everywhere. */
  sites?: string[];
}

export interface Segment {
  code: string;
  title?: string;
  /** JSONata on a record; those for which it is true belong to the segment. */
  where?: string;
}
export interface Company {
  code: string;
  currency: string;
}

export interface Site {
  code: string;
  kind: 'plant' | 'warehouse' | 'distribution' | 'contractManufacturer' | 'office';
  region: string;
  company?: string;
  segments: string[];
  /** IANA. */
  timeZone: string;
}

export interface System {
  code: string;
  kind: 'erp' | 'mes' | 'wms' | 'plm' | 'qms' | 'crm' | 'planning' | 'tms' | 'cmms' | 'partner' | 'data';
  title?: string;
  site: string;
  connector: string;
  connection: JsonObject;
  limits: SystemLimits;
  /** Systems whose local keys this one uses, by entity: `{ item: 'na-erp' }`. */
  keys: Record<string, string>;
  /** The user under which the hub writes to this system: what carries it as `changedBy` is an echo. */
  author?: string;
  interfaces: Map<string, Interface>;
  /** When the system is not there. */
  maintenance: MaintenanceWindow[];
  /** The folder of its file: paths in it are relative to this. Absolute. */
  folder: string;
  /** `systems/na-erp.yaml`. */
  file: string;
  /** JSON pointers into its file whose values are masked wherever they are shown: `/connection/url`. */
  secrets: string[];
}

/** Again and again, `lasts` in milliseconds from each time of the cron in the zone; or once, in milliseconds since 1970. */
export type MaintenanceWindow = { reason?: string } & (
  | { cron: string; timeZone: string; lasts: number }
  | { from: number; to: number }
);

/** What a system can bear: sends at once of each hub process; messages a second and a day of all together. */
export interface SystemLimits {
  concurrency: number;
  perSecond?: number;
  perDay?: number;
  /** IANA: a new day of `perDay` begins at its midnight. Absent: the zone of the site. */
  quotaZone?: string;
}

export type Interface = SourceInterface | TargetInterface;

interface InterfaceBase {
  /** `<system>/<name>`. */
  id: string;
  name: string;
  system: string;
  entity: string;
  /** Major version of the entity: 1 in `item@1`. */
  major: number;
  /** Absolute path of the mapping. */
  map: string;
  format?: JsonObject;
  /** Line in the system's file, for messages. */
  line: number;
}

export interface SourceInterface extends InterfaceBase {
  direction: 'source';
  read: JsonObject;
  /** `complete`: lists in a record are whole, missing elements are gone. `partial`: missing elements stand. */
  lists: 'complete' | 'partial';
  /** `partial`: a message tells a part of the record (its header, a line); other interfaces or messages tell the rest. */
  records: 'complete' | 'partial';
  /**
   * Field of the source document whose messages must keep their order (`AUFNR`): while one of them is parked, later ones with the
   * same value wait behind it.
   */
  order?: string;
  /** Identifier schemes that identify a thing across systems, in order: `[gtin, mpn]`. */
  identify: string[];
}

export interface TargetInterface extends InterfaceBase {
  direction: 'target';
  write: JsonObject;
  /** Only entries of these sites; empty: all. */
  sites: string[];
  /** JSONata on what the mapping reads, `record` or `fact`; only entries for which it is true. */
  where?: string;
  /** `proposals`: only what others would like to change of what this system is the authority for. */
  takes: 'changes' | 'proposals' | 'commands';
  /** Share of what waits that must be deliverable before it sends anything; absent: it sends at once. */
  goLive?: number;
  /** From the beginning of the ledger, or only what comes after the interface was added. */
  from: 'beginning' | 'now';
  /** Its weight where interfaces share what the system can bear. */
  priority: Priority;
  /** `latest`: a state that a newer one of the same thing has overtaken is not sent. */
  send: 'every' | 'latest';
  /** Attributes that a thing must have before the system gets it for the first time: `sites.detroit.planner`. */
  requires: string[];
}

/** The translations of one system for one list, in the order of the file. */
export interface CodeTable {
  list: string;
  system: string;
  /** The system's value → the canonical one. */
  values: Map<string, string>;
  file: string;
  /** Where its values begin. */
  line: number;
}

export interface CodeTranslations {
  /** Canonical value of a system's value; undefined: no translation. Case and blanks as declared. */
  toCanonical(list: string, system: string, value: string): string | undefined;
  /** The value a system uses for a canonical one. */
  toLocal(list: string, system: string, value: string): string | undefined;
  /** Every local value declared, for advice ("nearest"). */
  locals(list: string, system: string): string[];
  /** Takes up what stewards completed since the files were read; what the files declare stands. */
  learn(additions: Iterable<CodeAddition>): void;
}

/** A translation that a steward added to a code list. */
export interface CodeAddition {
  list: string;
  system: string;
  /** How the system writes it. */
  value: string;
  canonical: string;
}
