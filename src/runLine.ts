import { isDeepStrictEqual } from 'node:util';
import { createChecks } from './checks.ts';
import { createMeasure } from './completeness.ts';
import { connectors } from './connectors/registry.ts';
import type { Pool } from './database/pool.ts';
import { checkSystem } from './delivery/checkSystem.ts';
import type { TargetScope } from './delivery/chosen.ts';
import type { MeasureTargets } from './delivery/completeness.ts';
import type { Foresee } from './delivery/foreseen.ts';
import type { ShowOutgoing } from './delivery/outgoing.ts';
import { createWindowGuard, type WindowGuard } from './delivery/windowGuard.ts';
import { createForesee } from './foresee.ts';
import type { Speaker } from './identity/arrival.ts';
import { ruleOfRecord } from './identity/authorise.ts';
import { prepareMatching } from './identity/matching/prepare.ts';
import { allInterfaces } from './landscape/allInterfaces.ts';
import { changed, type Printed } from './landscape/difference.ts';
import type { ConnectivityRule, Landscape } from './landscape/landscape.ts';
import { partsChanged, printsOf } from './landscape/prints.ts';
import { type CompiledLine, compileLine, listsOf } from './line.ts';
import type { Lineage } from './mapping/mapping.ts';
import { scopeOfTarget } from './outbound/route.ts';
import { createOutgoing } from './outgoing.ts';
import { openProcess } from './processes/open.ts';
import type { Model } from './quality/checker.ts';
import { type InterfaceSurroundings, runSource, runTarget } from './runInterface.ts';
import { type RunningSystem, runSystem } from './runSystem.ts';
import { services } from './services.ts';
import type { ShowChecks } from './stewardship/checks.ts';
import { readAdditions } from './stewardship/codeAdditions.ts';
import { registerSubscription } from './subscription.ts';
import type { JsonObject } from './vocabulary/json.ts';
import { type Problem, problem } from './vocabulary/problem.ts';
import { keepWorking } from './workers/keepWorking.ts';
import { workProcess } from './workers/processWorker.ts';
import { hearWords } from './workers/windowKeeper.ts';

export interface LineSurroundings extends InterfaceSurroundings {
  model: Model;
  /** For statements that may take long. */
  patient: Pool;
  /** Doors that some hub process opens; kept as the landscape declares them. */
  doors: Set<string>;
}

/** The landscape's systems and interfaces at work in this process. */
export interface RunningLine {
  now(): Printed;
  /** Which entries are for which target, by its interface. */
  scopes: ReadonlyMap<string, TargetScope>;
  foresee: Foresee;
  /** How much of the newest of its entity could be mapped for a target. */
  measure: MeasureTargets;
  /** What the present mapping makes of one entry for a target. */
  outgoing: ShowOutgoing;
  /** What the present checks find of the message that an entry was made from. */
  checks: ShowChecks;
  /** Which fields each field that a mapping makes is made from, by interface. */
  lineage: ReadonlyMap<string, () => Lineage[]>;
  /** The code lists that the mapping of each interface asks. */
  lists: ReadonlyMap<string, readonly string[]>;
  /** The rule that holds for a record as it stands. */
  governs(entity: string, record: JsonObject): ConnectivityRule | undefined;
  /** The source interfaces, and what their words are worth. */
  speakers(): readonly Speaker[];
  /** Asks a system whether it is there; a problem when not. */
  check(system: string): Promise<Problem | undefined>;
  /** The guards of all systems, and of all interfaces. */
  windows: ReadonlyMap<string, WindowGuard>;
  /**
   * Works another landscape from now on. What is the same in both goes on untouched; what changed stops where its batch ends, and starts anew.
   * A landscape that cannot be compiled changes nothing, and is thrown as a problem.
   */
  changeTo(next: Landscape): Promise<void>;
  stop(): Promise<void>;
}

interface Work {
  stop(): Promise<void>;
}

const NOTHING: CompiledLine = { matchers: new Map(), inlets: [], outlets: [], inSegment: new Map() };

/** Works nothing before `changeTo`. */
export function createRunningLine(around: LineSurroundings, first: Landscape): RunningLine {
  const { line, model, doors, patient } = around;
  const systems = new Map<string, RunningSystem>();
  const windows = new Map<string, WindowGuard>();
  const interfaces = new Map<string, Work>();
  const processes = new Map<string, Work>();
  const serving = new Map<string, Work>();
  const scopes = new Map<string, TargetScope>();
  const lineage = new Map<string, () => Lineage[]>();
  const lists = new Map<string, readonly string[]>();
  let running: Printed = { landscape: first, prints: { systems: new Map(), interfaces: new Map() } };
  let foresee: Foresee = createForesee(line.pool, line.references, NOTHING);
  let measure: MeasureTargets = createMeasure(line.pool, line.references, NOTHING);
  let outgoing: ShowOutgoing = createOutgoing(line.pool, line.references, NOTHING);
  let checks: ShowChecks = createChecks(line.pool, line.references, NOTHING, first);
  let { inSegment, inlets: speakers } = NOTHING;
  replaceAll(doors, doorsOf(first));

  const changeTo = async (landscape: Landscape): Promise<void> => {
    const compiled = await compileLine(landscape, model, line.references);
    const next: Printed = { landscape, prints: await printsOf(landscape) };
    await stopWorks(
      interfaces,
      [...interfaces.keys()].filter((id) => isOther(id, running, next)),
    );
    await stopWorks(
      processes,
      [...processes.keys()].filter((code) => isOtherProcess(code, running.landscape, landscape)),
    );
    await stopWorks(
      serving,
      services.filter(({ isOther }) => isOther(running.landscape, landscape)).map(({ name }) => name),
    );
    await stopSystems(
      systems,
      windows,
      [...systems.keys()].filter((code) => isOtherSystem(code, running, next)),
    );
    await prepareMatching(patient, compiled.matchers);
    landscape.codes.learn(await readAdditions(line.pool));
    replaceAll(doors, doorsOf(landscape));
    await startSystems(around, systems, windows, landscape);
    knowInterfaces(windows, interfaces, landscape);
    // Nothing is asked or sent before it is known who is closed.
    await hearWords(line.pool, windows);
    // A process hears what happens from now on: it listens before anything is taken in.
    await startProcesses(around, processes, landscape);
    await startServices(around, serving, landscape);
    startInterfaces(around, systems, windows, interfaces, compiled);
    scopes.clear();
    for (const outlet of compiled.outlets) scopes.set(outlet.interface.id, scopeOfTarget(outlet));
    lineage.clear();
    for (const { interface: declared, mapping } of [...compiled.inlets, ...compiled.outlets])
      lineage.set(declared.id, () => mapping.lineage());
    lists.clear();
    for (const [id, its] of listsOf(compiled)) lists.set(id, its);
    foresee = createForesee(line.pool, line.references, compiled);
    measure = createMeasure(line.pool, line.references, compiled);
    outgoing = createOutgoing(line.pool, line.references, compiled);
    checks = createChecks(line.pool, line.references, compiled, landscape);
    ({ inSegment, inlets: speakers } = compiled);
    running = next;
  };
  return {
    now: () => running,
    scopes,
    foresee: (...asked) => foresee(...asked),
    measure: (...asked) => measure(...asked),
    outgoing: (...asked) => outgoing(...asked),
    checks: (...asked) => checks(...asked),
    lineage,
    lists,
    governs: (entity, record) => ruleOfRecord(running.landscape, inSegment, entity, record),
    speakers: () => speakers,
    check: (code) => checkNow(systems.get(code)),
    windows,
    changeTo,
    stop: async () => {
      await stopWorks(interfaces, [...interfaces.keys()]);
      await stopWorks(processes, [...processes.keys()]);
      await stopWorks(serving, [...serving.keys()]);
      await stopSystems(systems, windows, [...systems.keys()]);
    },
  };
}

async function checkNow(system: RunningSystem | undefined): Promise<Problem | undefined> {
  if (system) return checkSystem(system.opened.check, new AbortController().signal);
  return problem('target-unavailable', 'send', 'This hub process does not speak to it now.', {
    advice: 'Another landscape is being put in force; ask again.',
  });
}

function isOther(id: string, running: Printed, next: Printed): boolean {
  return !next.prints.interfaces.has(id) || changed(id, running.prints, next.prints).length > 0;
}

function isOtherSystem(code: string, running: Printed, next: Printed): boolean {
  const print = next.prints.systems.get(code);
  return !print || partsChanged(running.prints.systems.get(code) ?? {}, print).length > 0;
}

async function stopWorks(works: Map<string, Work>, ids: readonly string[]): Promise<void> {
  await Promise.allSettled(ids.map((id) => works.get(id)?.stop()));
  for (const id of ids) works.delete(id);
}

async function stopSystems(
  systems: Map<string, RunningSystem>,
  windows: Map<string, WindowGuard>,
  codes: readonly string[],
): Promise<void> {
  await Promise.allSettled(codes.map((code) => systems.get(code)!.stop()));
  for (const code of codes) {
    systems.delete(code);
    windows.delete(code);
  }
}

async function startSystems(
  around: LineSurroundings,
  systems: Map<string, RunningSystem>,
  windows: Map<string, WindowGuard>,
  landscape: Landscape,
): Promise<void> {
  const { wakeup, log, line } = around;
  for (const system of landscape.systems.values()) {
    if (systems.has(system.code)) continue;
    const opened = await runSystem(
      { pool: line.pool, wakeup, log },
      system,
      landscape.sites.get(system.site)!,
    );
    systems.set(system.code, opened);
    windows.set(system.code, opened.closed);
  }
}

/** Each interface may be closed by itself; nothing is declared for that, people say it. Those at work keep their guard. */
function knowInterfaces(
  windows: Map<string, WindowGuard>,
  working: ReadonlyMap<string, Work>,
  landscape: Landscape,
): void {
  const ids = allInterfaces(landscape).map(({ id }) => id);
  const stays = new Set([...landscape.systems.keys(), ...ids]);
  for (const known of [...windows.keys()]) if (!stays.has(known)) windows.delete(known);
  for (const id of ids) if (!working.has(id)) windows.set(id, createWindowGuard([]));
}

function startInterfaces(
  around: LineSurroundings,
  systems: ReadonlyMap<string, RunningSystem>,
  windows: ReadonlyMap<string, WindowGuard>,
  interfaces: Map<string, Work>,
  { inlets, outlets }: CompiledLine,
): void {
  const start = (id: string, work: (signal: AbortSignal) => Promise<void>) =>
    startWork(around, interfaces, id, work);
  for (const inlet of inlets) {
    const { id } = inlet.interface;
    start(id, (signal) =>
      runSource(around, systems.get(inlet.system.code)!, windows.get(id)!, inlet, signal),
    );
  }
  for (const outlet of outlets) {
    const { id } = outlet.interface;
    start(id, (signal) =>
      runTarget(around, systems.get(outlet.system.code)!, windows.get(id)!, outlet, signal),
    );
  }
}

async function startProcesses(
  around: LineSurroundings,
  processes: Map<string, Work>,
  landscape: Landscape,
): Promise<void> {
  const { line, model, wakeup, log } = around;
  for (const [code, chart] of landscape.processes) {
    if (processes.has(code)) continue;
    const process = await openProcess(line.pool, chart, model);
    startWork(around, processes, code, (signal) =>
      workProcess(line, process, wakeup, log.child({ process: code }), signal),
    );
  }
}

async function startServices(
  around: LineSurroundings,
  works: Map<string, Work>,
  landscape: Landscape,
): Promise<void> {
  const { line, wakeup, log } = around;
  for (const { name, workIn } of services) {
    const work = workIn(landscape);
    if (!work || works.has(name)) continue;
    const id = await registerSubscription(line.pool, name, 'beginning');
    startWork(around, works, name, (signal) =>
      work({ ...line, id }, wakeup, log.child({ work: name }), signal),
    );
  }
}

function startWork(
  { log }: LineSurroundings,
  works: Map<string, Work>,
  id: string,
  work: (signal: AbortSignal) => Promise<void>,
): void {
  if (works.has(id)) return;
  const stopping = new AbortController();
  const working = keepWorking(work, log.child({ work: id }), stopping.signal);
  works.set(id, {
    stop: () => {
      stopping.abort();
      return working;
    },
  });
}

function isOtherProcess(code: string, running: Landscape, next: Landscape): boolean {
  return !isDeepStrictEqual(running.processes.get(code), next.processes.get(code));
}

function doorsOf({ systems }: Landscape): Set<string> {
  const doors = new Set<string>();
  for (const { connector, interfaces } of systems.values()) {
    for (const declared of interfaces.values()) {
      if (declared.direction !== 'source') continue;
      if (connectors.get(connector)?.opensDoor?.(declared.read)) doors.add(declared.id);
    }
  }
  return doors;
}

function replaceAll<T>(set: Set<T>, by: ReadonlySet<T>): void {
  set.clear();
  for (const each of by) set.add(each);
}
