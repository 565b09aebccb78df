import type { Sink, SourceBatch, SourceMessage } from '../src/connectors/connector.ts';
import type { Pool } from '../src/database/pool.ts';
import { createBudget } from '../src/delivery/budget.ts';
import { createCircuitGuard } from '../src/delivery/circuitGuard.ts';
import { createGate, type Gate } from '../src/delivery/gate.ts';
import { createStanding } from '../src/delivery/standing.ts';
import { createThrottle } from '../src/delivery/throttle.ts';
import { createTurns } from '../src/delivery/turns.ts';
import type { Speaker } from '../src/identity/arrival.ts';
import { authorising } from '../src/identity/authorise.ts';
import { createCrossReferences } from '../src/identity/crossReferences.ts';
import { compileMatcher } from '../src/identity/matching/matcher.ts';
import { strongNumbersOf } from '../src/identity/matching/strongNumbers.ts';
import type { Owners } from '../src/identity/owners.ts';
import { type InboundLine, type Inlet, takeIn } from '../src/inbound.ts';
import { codeTranslations } from '../src/landscape/codes.ts';
import type {
  ConnectivityRule,
  Site,
  SourceInterface,
  System,
  TargetInterface,
} from '../src/landscape/landscape.ts';
import { newHolder } from '../src/lease.ts';
import { createTail } from '../src/ledger/tail.ts';
import { carriesOf } from '../src/mapping/carries.ts';
import { compileMapping } from '../src/mapping/compile.ts';
import type { Outlet } from '../src/outbound/outlet.ts';
import { loadModel } from '../src/quality/loadModel.ts';
import type { Instant, Json, JsonObject } from '../src/vocabulary/json.ts';
import type { MatchingChange } from '../src/vocabulary/matching.ts';
import { changedDefinition } from '../src/vocabulary/matching.ts';

const model = await loadModel();
const codes = codeTranslations([], model.codeLists);

/** A line on a test database, without interfaces yet. */
export function testLine(pool: Pool): InboundLine {
  return { pool, references: createCrossReferences(), tail: createTail(), holder: newHolder() };
}

export interface Spoken {
  system: string;
  name: string;
  entity: string;
  /** JSONata. */
  map: string;
  settings?: Partial<Pick<SourceInterface, 'identify' | 'lists' | 'records' | 'order'>>;
  of?: Partial<Pick<System, 'author' | 'keys'>>;
  /** By which the hub writes the same entity to the system. */
  writtenBy?: readonly Outlet[];
  /** Connectivity rules; none: everything counts. */
  rules?: readonly ConnectivityRule[];
  /** Matched as the model says, with this changed; absent: not at all. */
  matching?: MatchingChange;
  /** Who owns what; none: nobody owns anything. */
  owners?: Owners;
}

/** A source interface of a system at detroit, registered and leased to the line. */
export async function openInlet(line: InboundLine, spoken: Spoken): Promise<Inlet> {
  const speaker = speakerOf(spoken);
  const { system } = speaker;
  const { code } = system;
  const mapping = compileMapping(speaker.interface.map, spoken.map, model);
  if ('code' in mapping) throw new Error(mapping.detail);
  const { rows } = await line.pool.query<{ id: number }>(
    'insert into source (name, holder) values ($1, $2) returning id',
    [speaker.interface.id, line.holder.id],
  );
  return {
    id: rows[0]!.id,
    ...speaker,
    site: detroit,
    mapping,
    scope: (receivedAt: Instant) => ({
      direction: 'in',
      system: code,
      site: 'detroit',
      timeZone: 'America/Detroit',
      receivedAt,
      code: (list, value) => codes.toCanonical(list, code, value),
      xref: (of, key, from) => line.references.canonical(from, of, key),
      keysOf: (of) => system.keys[of] ?? code,
    }),
  };
}

/** A source interface of a system at detroit, as declared. */
export function speakerOf({
  system: code,
  name,
  entity,
  settings,
  of,
  writtenBy = [],
  rules = [],
  matching,
  owners = () => new Set(),
}: Spoken): Speaker {
  const speaker: Omit<Speaker, 'authorise'> = {
    owners,
    tells: () => true,
    mapFile: `${name}.in.jsonata`,
    interface: {
      id: `${code}/${name}`,
      name,
      system: code,
      entity,
      major: 1,
      map: `/${name}.in.jsonata`,
      line: 1,
      direction: 'source',
      read: {},
      lists: 'partial',
      records: 'complete',
      identify: [],
      ...settings,
    },
    system: systemOf(code, of),
    entity: model.entities.get(entity)!,
    writtenBy: writtenBy.map((outlet) => ({
      id: outlet.interface.id,
      carries: carriesOf(outlet.mapping),
    })),
  };
  const landscape = { connectivity: [...rules], sites: new Map([[detroit.code, detroit]]) };
  const definition = matching && changedDefinition(model.entities.get(entity)!.matching, matching);
  const matcher = definition && compileMatcher(definition, model.units);
  const authorise = authorising(landscape, new Map(), speaker);
  const numbers = matching && strongNumbersOf(speaker.entity, matching);
  return { ...speaker, authorise, ...(matcher && { matcher }), ...(numbers && { numbers }) };
}

export interface Heard {
  system: string;
  name: string;
  entity: string;
  /** JSONata. */
  map: string;
  sink: Sink;
  sites?: string[];
  send?: TargetInterface['send'];
  takes?: TargetInterface['takes'];
  requires?: TargetInterface['requires'];
}

/** A target interface of a system, registered and leased to the line. */
export async function openOutlet(line: InboundLine, heard: Heard): Promise<Outlet> {
  const {
    system: code,
    name,
    entity,
    sink,
    sites = [],
    send = 'every',
    takes = 'changes',
    requires = [],
  } = heard;
  const id = `${code}/${name}`;
  const file = `/${name}.out.jsonata`;
  const mapping = compileMapping(file, heard.map, model);
  if ('code' in mapping) throw new Error(mapping.detail);
  const { rows } = await line.pool.query<{ id: number }>(
    'insert into subscription (name, position, holder) values ($1, 0, $2) returning id',
    [id, line.holder.id],
  );
  const declared: TargetInterface = {
    id,
    name,
    system: code,
    entity,
    major: 1,
    map: file,
    line: 1,
    direction: 'target',
    write: {},
    sites,
    requires,
    takes,
    from: 'beginning',
    priority: 'normal',
    send,
  };
  const system = systemOf(code);
  return {
    id: rows[0]!.id,
    interface: declared,
    system,
    site: detroit,
    mapping,
    sink,
    gate: gateOf(line.pool, system),
    wants: () => true,
    scope: (receivedAt: Instant) => ({
      direction: 'out',
      system: code,
      site: 'detroit',
      timeZone: 'America/Detroit',
      receivedAt,
      code: (list, value) => codes.toLocal(list, code, value),
      xref: (of, key, to) => line.references.local(to, of, key),
      keysOf: () => code,
    }),
  };
}

/** What a hub process puts before a system, but for maintenance windows: nobody asks whether the system is there. */
export function gateOf(pool: Pool, { code, limits }: System): Gate {
  const standing = createStanding(pool, code, silent);
  const budget = createBudget(pool, code, { ...limits, zone: 'America/Detroit' });
  const guards = [createCircuitGuard(standing), createThrottle(standing), budget];
  return createGate(createTurns(limits.concurrency, budget), guards);
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };

const detroit: Site = {
  code: 'detroit',
  kind: 'plant',
  region: 'na',
  segments: [],
  timeZone: 'America/Detroit',
};

function systemOf(code: string, of?: Partial<System>): System {
  return {
    code,
    kind: 'erp',
    site: 'detroit',
    connector: 'file',
    connection: {},
    limits: { concurrency: 1 },
    keys: {},
    interfaces: new Map(),
    folder: '/',
    file: `systems/${code}.yaml`,
    maintenance: [],
    secrets: [],
    ...of,
  };
}

/** A batch of documents whose message ids are given, or follow from the content. */
export function batchOf(...documents: (JsonObject & { _id?: string })[]): SourceBatch {
  return { messages: documents.map(({ _id, ...document }) => messageOf(document, _id)) };
}

export function messageOf(document: Json, id = JSON.stringify(document)): SourceMessage {
  return { id, raw: JSON.stringify(document), document, origin: 'test' };
}

export function offer(line: InboundLine, inlet: Inlet, ...documents: (JsonObject & { _id?: string })[]) {
  return takeIn(line, inlet, batchOf(...documents));
}
