import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import type { Logger } from 'pino';
import type { LandscapeControl, Prepared } from './applied/control.ts';
import { hashOf, type LandscapeFiles, readFiles, writeFiles } from './applied/files.ts';
import { filesOf, inForce, type Step, takeStep, wasInForce } from './applied/steps.ts';
import type { Pool } from './database/pool.ts';
import { transaction } from './database/transaction.ts';
import type { LandscapeDependencies } from './landscape/dependencies.ts';
import { differenceOf } from './landscape/difference.ts';
import { printsOf } from './landscape/prints.ts';
import { readLandscape } from './landscape/read.ts';
import type { Topic, Wakeup } from './ledger/wakeup.ts';
import type { RunningLine } from './runLine.ts';
import { type Problem, problem } from './vocabulary/problem.ts';

/** Reads copies of landscapes as the one in the folder that the hub was started with. */
export type Prepare = (files: LandscapeFiles) => Promise<Prepared>;

/** `copies`: where each landscape gets a folder of its own; `home`: what paths out of it are relative to. */
export function preparing(copies: string, home: string, dependencies: LandscapeDependencies): Prepare {
  return async (files) => {
    const hash = hashOf(files);
    const folder = await writeFiles(copies, files).catch((error: Error) => error);
    if (folder instanceof Error)
      return { hash, files, problems: [problem('landscape-invalid', 'landscape', folder.message)] };
    const { landscape, problems } = await readLandscape(folder, dependencies, home);
    if (!landscape) return { hash, files, problems };
    return { hash, files, problems, printed: { landscape, prints: await printsOf(landscape) } };
  };
}

/** The files of the landscape in a folder, or what is wrong with it. */
export async function filesIn(
  folder: string,
  dependencies: LandscapeDependencies,
): Promise<{ files: LandscapeFiles } | { problems: Problem[] }> {
  const { problems, files } = await readLandscape(folder, dependencies);
  return problems.length > 0 ? { problems } : { files: await readFiles(folder, files) };
}

/**
 * The landscape that a hub starts with. A folder that was never in force is applied, as a step. One that was is no change: what was put in
 * force since stays so.
 */
export async function landscapeAtStart(
  pool: Pool,
  prepare: Prepare,
  files: LandscapeFiles,
  log: Logger,
): Promise<{ step: number; prepared: Prepared }> {
  const offered = await prepare(files);
  for (;;) {
    const now = await inForce(pool);
    if (now?.hash === offered.hash) return { step: now.id, prepared: offered };
    if (now && (await wasInForce(pool, offered.hash))) {
      log.warn(
        { step: now.id, by: now.by, at: now.at },
        'the folder is older than the landscape in force, which is run; `lineshaft apply` puts the folder in force',
      );
      return { step: now.id, prepared: await prepare(await filesOf(pool, now.hash)) };
    }
    const step = await applyAtStart(pool, prepare, now, offered);
    if (step !== undefined) return { step, prepared: offered };
  }
}

async function applyAtStart(
  pool: Pool,
  prepare: Prepare,
  now: Step | undefined,
  offered: Prepared,
): Promise<number | undefined> {
  const before = now && (await prepare(await filesOf(pool, now.hash))).printed;
  const { hash, printed, files } = offered;
  const difference = printed ? differenceOf(before, printed) : { rules: [], interfaces: [] };
  const step = { hash, how: 'start', by: 'start', difference, ...(now && { previous: now.id }) } as const;
  return transaction(pool, (connection) => takeStep(connection, now?.id, step, files));
}

/** How long a lost notification may keep this process from changing over: less than a lease, so that no other works what it still runs. */
const LOOK_MS = 5000;
/** How long one waits for this process to change over. */
const CHANGE_MS = 30_000;
const TOPICS: Topic[] = ['landscape'];

/** Keeps this process at the landscape in force. */
export function followLandscape(
  pool: Pool,
  prepare: Prepare,
  line: RunningLine,
  first: { step: number; hash: string },
  onChange: () => Promise<void>,
  log: Logger,
): { control: LandscapeControl; follow: (wakeup: Wakeup, signal: AbortSignal) => Promise<void> } {
  let running = first;
  let told = 0;
  const changes = new EventEmitter();
  const changeOver = async ({ id, hash }: Step): Promise<void> => {
    if (hash !== running.hash) {
      const { printed, problems } = await prepare(await filesOf(pool, hash));
      if (!printed) throw new Error(problems.map((p) => `${p.file}:${p.line} ${p.detail}`).join('; '));
      await line.changeTo(printed.landscape);
      await onChange();
    }
    running = { step: id, hash };
    changes.emit('changed');
    log.info({ step: id, hash }, 'another landscape is in force and runs');
  };
  return {
    control: {
      running: () => ({ ...running, printed: line.now() }),
      prepare,
      changedTo: async (step) => {
        const late = AbortSignal.timeout(CHANGE_MS);
        while (running.step < step && !late.aborted)
          await once(changes, 'changed', { signal: late }).catch(() => {});
        return running.step >= step;
      },
    },
    follow: async (wakeup, signal) => {
      while (!signal.aborted) {
        const seen = wakeup.count(TOPICS);
        const step = await inForce(pool).catch(() => undefined);
        try {
          if (step && step.id !== running.step) await changeOver(step);
        } catch (error) {
          if (told !== step!.id && !signal.aborted)
            log.error(
              { step: step!.id, error: (error as Error).message },
              'the landscape in force cannot be run here',
            );
          told = step!.id;
        }
        await wakeup.next(TOPICS, seen, LOOK_MS, signal);
      }
    },
  };
}

/** Below the hub's own folder. */
export function copiesIn(dataFolder: string): string {
  return path.join(dataFolder, 'landscapes');
}
