import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Format } from '../../formats/format.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import type { Log } from '../connector.ts';
import { type Folders, leftovers, take } from './folders.ts';
import type { Place } from './place.ts';
import { type Candidate, type Scanned, scan, settling, stampOf } from './scan.ts';
import type { FileRead } from './settings.ts';
import { inFolder, openTaken, type Reading, skipTo, type TakenFile } from './taken.ts';

/** The files that wait, in their order. */
export interface Inbox {
  /** Looks which files are ready, when those of the look before are read. */
  look(place: Place): Promise<void>;
  /** Opens the next file of the last look at the first record that is not done; undefined when there is none left. */
  next(place: Place): Promise<Reading | undefined>;
  /** Everything written before this has been handed over, once `next` finds nothing. */
  watermark(): Date | undefined;
  /** Milliseconds after which looking again may find a file whole that now is not. */
  nextLook(): number;
}

export function openInbox(folders: Folders, read: FileRead, format: Format, log: Log): Inbox {
  const settle = parseDuration(read.settle ?? '2s') as number;
  const isWhole = settling(settle);
  const warned = new Set<string>();
  const mine = new Set<string>();
  let queue: Candidate[] = [];
  let left: TakenFile[] = [];
  let unfinished: Candidate[] = [];
  let scannedAt: Date | undefined;

  async function next(place: Place): Promise<Reading | undefined> {
    for (;;) {
      const file = left.shift() ?? (await fromQueue());
      if (!file) return undefined;
      mine.add(file.name);
      const reading = await openTaken(file, format);
      if (!reading) continue;
      const isSame =
        place.file === file.name && place.hash === reading.hash && place.done?.[file.name] === undefined;
      if (isSame) await skipTo(reading, place.record);
      return reading;
    }
  }

  async function fromQueue(): Promise<TakenFile | undefined> {
    for (let file = queue.shift(); file; file = queue.shift()) {
      if (!(await isReadable(join(folders.arrival, file.name)))) {
        warn([{ name: file.name, why: 'the hub may not read it' }]);
        continue;
      }
      if (read.keep) return inFolder(folders.arrival, file);
      const taken = await take(folders, file);
      if (typeof taken === 'object') return taken;
      if (taken === 'busy') unfinished.push(file);
      // Another took it, which may not be allowed to go on with it; and what follows must not go before it.
      left = await leftovers(folders, read, mine);
      if (left.length > 0) return left.shift();
    }
    return undefined;
  }

  async function look(place: Place): Promise<void> {
    if (queue.length + left.length > 0) return;
    if (read.keep) place.done ??= {};
    await access(folders.marker);
    scannedAt = new Date();
    const found = await scan(folders.arrival, read, isWhole, performance.now());
    warn(found.refused);
    ({ ready: queue, unfinished } = found);
    if (!read.keep) left = await leftovers(folders, read, mine);
    if (!place.done) return;
    const { done } = place;
    const present = new Set([...found.ready, ...found.unfinished].map((file) => file.name));
    for (const name of Object.keys(done)) if (!present.has(name)) delete done[name];
    queue = queue.filter((file) => done[file.name] !== stampOf(file));
  }

  function warn(refused: Scanned['refused']): void {
    for (const { name, why } of refused) {
      if (warned.has(name)) continue;
      warned.add(name);
      log.warn({ file: join(folders.arrival, name), why }, 'A file is refused and left where it is');
    }
  }

  function watermark(): Date | undefined {
    if (!scannedAt || queue.length + left.length > 0) return undefined;
    const times = [scannedAt, ...unfinished.map((file) => file.modified)];
    return new Date(Math.min(...times.map((time) => time.getTime())));
  }

  const isReadable = (path: string): Promise<boolean> =>
    access(path, constants.R_OK).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );

  const nextLook = () => (unfinished.length > 0 ? Math.max(settle, 10) : Number.POSITIVE_INFINITY);

  return { look, next, watermark, nextLook };
}
