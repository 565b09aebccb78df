import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Format } from '../../formats/format.ts';
import { type Problem, ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Delivery, DeliveryOutcome, Sink } from '../connector.ts';
import { fileName } from './fileName.ts';
import type { FileWrite, Share } from './settings.ts';
import { append, writeWhole } from './writeWhole.ts';

/** Puts deliveries into files of one folder. */
export function fileSink({ folder: root, marker }: Share, write: FileWrite, format: Format): Sink {
  const { per = 'batch', name = '{entity}-{id}.{extension}' } = write;
  const folder = resolve(root, write.folder ?? '.');
  const put = write.mode === 'append' ? append : writeWhole;

  async function sendFile(together: readonly Delivery[]): Promise<DeliveryOutcome[]> {
    const encoded = encodeAll(together, format);
    if (!encoded.bytes) return encoded.outcomes;
    const file = fileName(name, together[0] as Delivery, format.extension, new Date());
    try {
      await stat(join(root, marker ?? ''));
      await mkdir(folder, { recursive: true });
      await put(folder, file, encoded.bytes);
      return encoded.outcomes.map((o) => (o.outcome === 'delivered' ? { ...o, detail: file } : o));
    } catch (error) {
      const failed = writeFailed(error as NodeJS.ErrnoException, write.mode);
      return encoded.outcomes.map((o) => (o.outcome === 'delivered' ? failed : o));
    }
  }

  return {
    bulk: write.batch ?? 1000,
    async send(deliveries, signal) {
      if (per === 'batch') return deliveries.length === 0 ? [] : sendFile(deliveries);
      const outcomes: DeliveryOutcome[] = [];
      for (const delivery of deliveries)
        outcomes.push(...(signal.aborted ? [stopped] : await sendFile([delivery])));
      return outcomes;
    },
  };
}

/** The bytes of those that can be written in the format, and an outcome for each. */
function encodeAll(
  deliveries: readonly Delivery[],
  format: Format,
): { bytes?: Uint8Array; outcomes: DeliveryOutcome[] } {
  const delivered: DeliveryOutcome = { outcome: 'delivered' };
  const whole = tryEncode(deliveries, format);
  if ('bytes' in whole) return { bytes: whole.bytes, outcomes: deliveries.map(() => delivered) };
  const outcomes = deliveries.map((delivery): DeliveryOutcome => {
    const alone = tryEncode([delivery], format);
    return 'bytes' in alone ? delivered : { outcome: 'rejected', problem: alone.problem };
  });
  const good = deliveries.filter((_, i) => outcomes[i]?.outcome === 'delivered');
  if (good.length === deliveries.length) {
    return { outcomes: deliveries.map(() => ({ outcome: 'rejected', problem: whole.problem })) };
  }
  return good.length === 0 ? { outcomes } : { ...tryEncode(good, format), outcomes };
}

function tryEncode(
  deliveries: readonly Delivery[],
  format: Format,
): { bytes: Uint8Array } | { problem: Problem } {
  try {
    return { bytes: format.encode(deliveries.map((delivery) => delivery.document)) };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

/** A name or size that the file system does not take. */
const refusals = new Set(['ENAMETOOLONG', 'EISDIR', 'EINVAL', 'EILSEQ', 'ELOOP', 'EFBIG']);
/** Set up wrongly: no right, a file where a folder should be. */
const unfitting = new Set(['EACCES', 'EPERM', 'ENOTDIR']);

/** All else is a disk that is full, read-only, broken or not mounted, and comes back. */
function writeFailed(error: NodeJS.ErrnoException, mode: FileWrite['mode']): DeliveryOutcome {
  const { code = '', message } = error;
  if (refusals.has(code))
    return { outcome: 'rejected', problem: problem('target-rejected', 'send', message) };
  // What was added stands in the file, though nobody knows whether it is on the disk; a file replaced again is the same.
  if (mode === 'append' && error.syscall === 'fsync')
    return { outcome: 'unknown', problem: problem('outcome-unknown', 'send', message) };
  const found = unfitting.has(code) ? 'target-unfit' : 'target-unavailable';
  return { outcome: 'transient', problem: problem(found, 'send', message) };
}

const stopped: DeliveryOutcome = {
  outcome: 'transient',
  problem: problem('target-unavailable', 'send', 'The hub is stopping'),
};
