import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReplayJob, ReplayStarted } from '../src/api/operations/parked/jobContract.ts';
import type { Preview } from '../src/api/operations/parked/previewContract.ts';
import { startHubProcess, until } from '../test/process.ts';
import { percentile } from './changes.ts';
import { connect, newDatabase } from './database.ts';
import { writeItems } from './files.ts';

const landscape = fileURLToPath(new URL('landscapes/batch', import.meta.url));

export interface ParkedFigures {
  /** Seconds. */
  grouping: number;
  previewParked: number;
  /** By a hub that has just started. */
  previewFirst: number;
  previewMended: number;
  replay: number;
  replayed: number;
}

/** Messages whose unit has no translation: grouped, previewed before and after the code list is mended, and replayed. */
export async function benchParked(server: string, folder: string, messages: number): Promise<ParkedFigures> {
  const files = path.join(folder, 'parked');
  const own = path.join(folder, 'parked-landscape');
  await mkdir(files, { recursive: true });
  await cp(landscape, own, { recursive: true });
  const database = await newDatabase(server, 'bench_parked');
  const hub = await startHubProcess(own, database, {
    BENCH_FILES: files,
    BENCH_TARGET: 'postgresql://nobody@127.0.0.1:9/nothing',
  });
  const db = await connect(database);
  const preview = () => hub.ask('POST', '/parked/preview', { all: true }) as Promise<Preview>;
  try {
    await writeItems(path.join(files, 'items.tmp'), messages, 'BX');
    await rename(path.join(files, 'items.tmp'), path.join(files, 'items.ndjson'));
    await until(async () => {
      const { rows } = await db.query('select count(*)::int as parked from parked');
      return rows[0].parked === messages;
    }, 300);
    const [grouping] = await timed(() => hub.ask('GET', '/parked/groups'));
    const previewParked = median(await threeTimes(preview));
    await hub.stop();
    await writeFile(
      path.join(own, 'codes/unit.yaml'),
      'list: unit\nsystem: erp\nvalues: { PCE: EA, KG: KGM, BX: EA }\n',
    );
    await hub.start();
    const mended = await threeTimes(async () => {
      const { sums } = await preview();
      if (sums['accepted'] !== messages) throw new Error(`the preview says ${JSON.stringify(sums)}`);
    });
    const [replay, { outcomes }] = await timed(async () => {
      const { job } = (await hub.ask('POST', '/parked/replay', { all: true })) as ReplayStarted;
      let ended: ReplayJob | undefined;
      await until(async () => {
        ended = (await hub.ask('GET', `/parked/jobs/${job}`)) as ReplayJob;
        return ended.state === 'done';
      }, 300);
      return ended!;
    });
    const [previewFirst, previewMended] = [mended[0]!, median(mended)];
    const replayed = outcomes['accepted'] ?? 0;
    return { grouping, previewParked, previewFirst, previewMended, replay, replayed };
  } finally {
    await db.end();
    await hub.stop();
  }
}

async function threeTimes(work: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let n = 0; n < 3; n++) seconds.push((await timed(work))[0]);
  return seconds;
}

function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

async function timed<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1000, result];
}
