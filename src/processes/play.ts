import type { Instant } from '../vocabulary/json.ts';
import { compensate, compensateAgain, isTakingBack, leave, settleUndone } from './compensate.ts';
import { isIn, type ProcessEvent } from './event.ts';
import { type Held, holdsOf, messagesOf } from './held.ts';
import {
  type Given,
  type Heard,
  type Instance,
  type Issued,
  instanceId,
  isOpen,
  type Keyed,
  type Request,
  type Taken,
  type Timer,
} from './instance.ts';
import type { Machine } from './machine.ts';
import { move } from './migrate.ts';
import { begin, isProblem, type Step, step } from './step.ts';
import { later } from './timers.ts';
import { answersTo, type Told } from './told.ts';

/** What a round has brought about, to be written in one transaction. */
export interface Outcome {
  /** New and changed. */
  instances: Map<string, Instance>;
  /** Those of them that are new. */
  created: Set<string>;
  taken: Taken[];
  /** The last word on each timer: when it is due, or that it no longer counts. */
  timers: Map<string, Omit<Timer, 'dueAt'> & Partial<Pick<Timer, 'dueAt'>>>;
  keys: Keyed[];
  issued: Issued[];
  waiting: { instance: string; heard: Heard }[];
  /** Instances whose waiting events were taken up. */
  takenUp: Set<string>;
  /** Parked messages of refused commands, by their rows: they go out once more, or never. */
  handedBack: number[];
  takenOut: { message: number; by: string; reason: string }[];
}

/** What is known at the start of a round. */
export interface Known {
  instances: ReadonlyMap<string, Instance>;
  /** By canonical key, the instances it reaches. */
  byKey: ReadonlyMap<string, ReadonlySet<string>>;
  /** Events that wait for stuck instances, in order. */
  waiting: ReadonlyMap<string, readonly Heard[]>;
  /** Of the instances that something is asked of. */
  timers: readonly Timer[];
  /** Messages of the commands that have not come through, of the instances that something is asked of. */
  held: Held;
  /** What the ledger tells about a key that an instance did not have from its beginning. */
  earlier(learned: Learned): readonly Told[];
}

/** A key that an instance came to have under way. `since`: the position where it began, when that is not written yet. */
export interface Learned extends Keyed {
  since?: number;
}

export interface Play {
  outcome: Outcome;
  /** An entry of the ledger, with the canonical keys it is about. */
  hear(heard: Heard, keys: readonly string[]): void;
  fire(timer: Timer, time: Instant): void;
  /** Why it could not be done; undefined when it was. */
  ask(request: Request): string | undefined;
}

/** Takes instances through events, in memory. `machineOf`: the machine of a version. */
export function createPlay(newest: Machine, machineOf: (version: number) => Machine, known: Known): Play {
  const process = newest.chart.code;
  const outcome: Outcome = {
    instances: new Map(),
    created: new Set(),
    taken: [],
    timers: new Map(),
    keys: [],
    issued: [],
    waiting: [],
    takenUp: new Set(),
    handedBack: [],
    takenOut: [],
  };
  /** Where in the ledger the round is; a timer or a request comes after all that was told. */
  let now = Number.POSITIVE_INFINITY;
  const began = new Map<string, number>();
  const reached = new Map([...known.byKey].map(([key, ids]) => [key, new Set(ids)]));
  const instanceOf = (id: string) => outcome.instances.get(id) ?? known.instances.get(id);

  const put = (instance: Instance): void => {
    outcome.instances.set(instance.id, instance);
  };
  const has = (id: string, key: string) => reached.get(key)?.has(id) === true;
  /** The keys that it has now; what comes of it is what was told of them when it could not hear it. */
  const reach = ({ id, about, state, context }: Instance, machine: Machine): Heard[] => {
    const own = state === null ? [] : machine.keys(context);
    const keys = [...new Set([about, ...own])].filter((key) => !has(id, key));
    const since = began.get(id);
    // One that has just begun has missed nothing.
    const missed = (since === now ? [] : keys)
      .flatMap((key) => known.earlier({ instance: id, key, ...(since !== undefined && { since }) }))
      .filter((told) => told.heard.position < now && !told.keys.some((key) => has(id, key)));
    for (const key of keys) {
      reached.set(key, (reached.get(key) ?? new Set()).add(id));
      outcome.keys.push({ instance: id, key });
    }
    return inOrder(missed);
  };
  const setTimer = (timer: Omit<Timer, 'dueAt'> & Partial<Timer>): void => {
    outcome.timers.set(timerId(timer), timer);
  };

  /** Keeps what a step did to an instance. */
  const keep = (before: Instance, machine: Machine, taken: Step, heard: Heard): void => {
    const { time } = heard.event;
    const { position } = heard;
    if (before.state === null && position !== undefined) began.set(before.id, position);
    const n = before.steps + 1;
    const given = taken.commands.map((command, i): Given => ({ ...command, n: `${n}.${i + 1}` }));
    const { problem: _, ...rest } = before;
    const instance: Instance = {
      ...rest,
      status: taken.ended ? 'ended' : 'running',
      state: taken.state,
      context: taken.context,
      steps: n,
      given: [...before.given, ...given],
      changedAt: time,
    };
    const overdue = overdueAfter(before, taken, heard);
    if (overdue) instance.overdue = overdue;
    else delete instance.overdue;
    put(instance);
    const missed = reach(instance, machine);
    note(instance, heard, given);
    for (const timer of taken.over) setTimer({ instance: instance.id, timer });
    for (const { timer, ms } of taken.begun)
      setTimer({ instance: instance.id, timer, dueAt: later(time, ms) });
    issue(instance, given, time);
    for (const each of missed) offer(instance.id, each);
  };
  const issue = (instance: Instance, given: readonly Given[], at: Instant): void => {
    outcome.issued.push(...given.map((each) => ({ instance, given: each, at })));
  };
  const note = (
    instance: Instance,
    { event, position, by, reason }: Heard,
    given: readonly Given[],
  ): void => {
    outcome.taken.push({
      instance: instance.id,
      n: instance.steps,
      at: event.time,
      event: event.type,
      ...(position !== undefined && { position }),
      state: instance.state,
      commands: given.map(({ name }) => name),
      ...(by !== undefined && { by }),
      ...(reason !== undefined && { reason }),
    });
  };
  /** An instance that fails keeps its place, and what comes for it waits in order. */
  const stick = (instance: Instance, heard: Heard, found: Instance['problem']): void => {
    put({ ...instance, status: 'stuck', ...(found && { problem: found }) });
    outcome.waiting.push({ instance: instance.id, heard });
  };

  const start = (heard: Heard): void => {
    const { event } = heard;
    const id = instanceId(process, event.subject);
    if (event.type !== newest.chart.start.on || instanceOf(id)) return;
    const fresh: Instance = {
      id,
      version: newest.chart.version,
      about: event.subject,
      status: 'running',
      state: null,
      context: {},
      steps: 0,
      given: [],
      startedAt: event.time,
      changedAt: event.time,
    };
    const begun = begin(newest, event);
    if (begun === undefined) return;
    outcome.created.add(id);
    if (isProblem(begun)) {
      reach(fresh, newest);
      stick(fresh, heard, begun);
    } else keep(fresh, newest, begun, heard);
  };

  /** Undefined when it was taken, or waits; else why not. */
  const take = (instance: Instance, heard: Heard): string | undefined => {
    const machine = machineOf(instance.version);
    const { state, context } = instance;
    const taken =
      state === null ? begin(machine, heard.event) : step(machine, { state, context }, heard.event);
    if (taken === undefined) return `nothing listens to \`${heard.event.type}\` where it stands`;
    if (isProblem(taken)) stick(instance, heard, taken);
    else keep(instance, machine, taken, heard);
    return undefined;
  };

  const offer = (id: string, heard: Heard): string | undefined => {
    const instance = instanceOf(id);
    if (!instance) return 'it is not there';
    if (instance.status === 'running') return take(instance, heard);
    if (instance.status !== 'stuck') return `it is ${instance.status}`;
    if (isTakingBack(instance)) return TAKING_BACK;
    outcome.waiting.push({ instance: id, heard });
    return undefined;
  };

  /** What became of a command is kept, whether or not the chart listens to it. */
  const hearAnswer = (heard: Heard): void => {
    const {
      instance: id,
      n,
      answer,
    } = heard.event.data as { instance: string; n: string; answer: Given['answer'] };
    const before = instanceOf(id);
    if (!before || !answer) return;
    const given = before.given.map((each) => (each.n === n ? { ...each, answer } : each));
    const instance = { ...before, given };
    put(instance);
    if (isOpen(instance) && isTakingBack(instance)) put(settleUndone(instance, heard.event.time));
    else offer(id, heard);
  };

  const timersOf = (id: string): Timer[] => {
    const before = known.timers.filter(({ instance }) => instance === id);
    const now = new Map(before.map((timer) => [timerId(timer), timer]));
    for (const [name, timer] of outcome.timers) if (timer.instance === id) now.set(name, timer as Timer);
    return [...now.values()].filter(({ dueAt }) => dueAt !== undefined);
  };

  const migrate = (before: Instance, heard: Heard): string | undefined => {
    const { id, version, steps } = before;
    const moved = move(machineOf(version), newest, before, timersOf(id), heard.event);
    if (isProblem(moved)) return moved.detail;
    if ('left' in moved) return moved.left;
    const instance = { ...moved.instance, steps: steps + 1, changedAt: heard.event.time };
    put(instance);
    const missed = reach(instance, newest);
    note(instance, { ...heard, event: { ...heard.event, type: `migrate from ${version}` } }, []);
    for (const timer of moved.over) setTimer({ instance: id, timer });
    for (const timer of moved.timers) setTimer({ instance: id, ...timer });
    for (const each of missed) offer(id, each);
    return undefined;
  };

  const cancel = (before: Instance, heard: Heard, by = compensate): string | undefined => {
    const cancelled = by(machineOf(before.version), before, heard.event, holdsOf(known.held, before.id));
    if (isProblem(cancelled)) {
      put({ ...before, problem: cancelled });
      return cancelled.detail;
    }
    const { instance, given, again, over } = cancelled;
    put(instance);
    // What waited while it was stuck is not heard any more.
    takeWaiting(instance.id);
    outcome.takenUp.add(instance.id);
    note(instance, heard, [...again, ...given]);
    issue(instance, given, heard.event.time);
    for (const { n } of again)
      outcome.handedBack.push(...messagesOf(known.held, instance.id, n).map(({ message }) => message));
    takeOut(instance, over, heard);
    return undefined;
  };

  const takeOut = ({ id }: Instance, refused: readonly Given[], { by = process, reason, event }: Heard) => {
    for (const { n } of refused)
      for (const { message, state } of messagesOf(known.held, id, n))
        if (state === 'parked') outcome.takenOut.push({ message, by, reason: reason ?? event.type });
  };

  /** Of one that is stuck since a system did not take back what it had done. */
  const goOnTakingBack = (before: Instance, kind: Request['kind'], heard: Heard): string | undefined => {
    if (kind === 'retry' || kind === 'cancel') return cancel(before, heard, compensateAgain);
    if (kind !== 'skip') return TAKING_BACK;
    const { instance, left } = leave(before, heard.event.time);
    put(instance);
    takeOut(instance, left, heard);
    const type = `skip ${[...new Set(left.map(({ name }) => name))].join(', ')}`;
    note(instance, { ...heard, event: { ...heard.event, type } }, []);
    return undefined;
  };

  const goOn = (instance: Instance, kind: 'retry' | 'skip', heard: Heard): string | undefined => {
    if (instance.status !== 'stuck') return `it is ${instance.status}`;
    const waiting = [...(known.waiting.get(instance.id) ?? []), ...takeWaiting(instance.id)];
    const { steps } = instance;
    const { event } = heard;
    const skipped = kind === 'skip' && waiting.length > 0;
    const going = skipped ? { ...instance, steps: steps + 1, changedAt: event.time } : instance;
    if (skipped) note(going, { ...heard, event: { ...event, type: `skip ${waiting[0]!.event.type}` } }, []);
    resume(going, skipped ? waiting.slice(1) : waiting);
    return undefined;
  };

  /** What this very round put behind a stuck instance. */
  const takeWaiting = (id: string): Heard[] => {
    const [its, others] = [true, false].map((own) =>
      outcome.waiting.filter(({ instance }) => (instance === id) === own),
    );
    outcome.waiting = others!;
    return its!.map(({ heard }) => heard);
  };

  const resume = (instance: Instance, heard: readonly Heard[]): void => {
    outcome.takenUp.add(instance.id);
    const { problem: _, ...rest } = instance;
    put({ ...rest, status: 'running' });
    for (const each of heard) offer(instance.id, each);
  };

  return {
    outcome,
    hear(heard, keys) {
      now = heard.position ?? now;
      const answered = answersTo(heard.event);
      if (answered !== undefined) return answered === process ? hearAnswer(heard) : undefined;
      // One that the event starts has seen it.
      const ids = [...new Set(keys.flatMap((key) => [...(reached.get(key) ?? [])]))];
      for (const id of ids) offer(id, heard);
      start(heard);
    },
    fire({ instance, timer, dueAt }, time) {
      now = Number.POSITIVE_INFINITY;
      // An event of this round came first.
      if (outcome.timers.has(timerId({ instance, timer }))) return;
      setTimer({ instance, timer });
      offer(instance, { event: { type: timer, subject: instance, time, data: {} }, dueAt });
    },
    ask(request) {
      now = Number.POSITIVE_INFINITY;
      const instance = instanceOf(request.instance);
      if (!instance) return 'it is not there';
      if (!isOpen(instance) || instance.status === 'cancelling') return `it is ${instance.status}`;
      const { by, reason, at, kind, signal = kind, data } = request;
      const event: ProcessEvent = { type: signal, subject: instance.about, time: at, data };
      const heard: Heard = { event, by, ...(reason !== undefined && { reason }) };
      if (isTakingBack(instance)) return goOnTakingBack(instance, kind, heard);
      if (kind === 'signal') return offer(instance.id, heard);
      if (kind === 'cancel') return cancel(instance, heard);
      return kind === 'migrate' ? migrate(instance, heard) : goOn(instance, kind, heard);
    },
  };
}

const TAKING_BACK = 'what it did is being taken back';

/** Each once, though several keys lead to it. */
function inOrder(told: readonly Told[]): Heard[] {
  const byPosition = new Map(told.map(({ heard }) => [heard.position, heard]));
  return [...byPosition].sort(([a], [b]) => a - b).map(([, heard]) => heard);
}

/** Late since a timer said so, for as long as it is in that state. */
function overdueAfter({ overdue: late }: Instance, { overdue, state }: Step, { event, dueAt }: Heard) {
  const [now] = overdue;
  if (now !== undefined) return { at: dueAt ?? event.time, in: now };
  return late && isIn(state, late.in) ? late : undefined;
}

function timerId({ instance, timer }: Omit<Timer, 'dueAt'>): string {
  return `${instance} ${timer}`;
}
