import type { DecodedRecord, Format } from '../../formats/format.ts';
import { parseDuration } from '../../vocabulary/duration.ts';
import { isObject, type Json } from '../../vocabulary/json.ts';
import {
  type Ask,
  DecodeFailure,
  type Log,
  type Source,
  type SourceBatch,
  type SourceMessage,
} from '../connector.ts';
import { finish } from './finish.ts';
import type { Folders } from './folders.ts';
import { openInbox } from './inbox.ts';
import { type Place, placeToCursor, readPlace } from './place.ts';
import { stampOf } from './scan.ts';
import type { FileRead } from './settings.ts';
import { nextRecord, type Reading } from './taken.ts';
import { watchFolder } from './watch.ts';

/** Characters of text in one batch, besides the limit of records: large records make small batches. */
const batchText = 16 * 1024 * 1024;

interface Filling {
  messages: SourceMessage[];
  text: number;
  /** Files whose last record is in this or an earlier batch. */
  finished: Reading[];
}

/**
 * Reads the files of one folder, one after the other, in batches that may hold the end of one and the next. A batch ends with the files of
 * one look: those that keep coming do not hold back those that came.
 */
export function fileSource(folders: Folders, read: FileRead, format: Format, ask: Ask, log: Log): Source {
  const every = parseDuration(read.every ?? '10s') as number;
  const limit = read.batch ?? 1000;
  return {
    manner: 'asks',
    async *batches(cursor, signal) {
      const place = readPlace(cursor);
      const inbox = openInbox(folders, read, format, log);
      const watch = watchFolder(folders.arrival);
      let reading: Reading | undefined;
      let quietUntil = 0;
      const fillNext = async () => {
        const filling: Filling = { messages: [], text: 0, finished: [] };
        if (!reading) await inbox.look(place);
        while (hasRoom(filling, limit) && !signal.aborted) {
          reading ??= await inbox.next(place);
          if (!reading) break;
          if (!(await fill(filling, reading, place, read, limit))) continue;
          await reading.close();
          filling.finished.push(reading);
          reading = undefined;
        }
        return filling;
      };
      try {
        while (!signal.aborted) {
          const filling = await ask(async () => ({ answer: await fillNext() }), signal);
          if (signal.aborted) return;
          const isIdle = filling.messages.length === 0 && filling.finished.length === 0;
          if (!isIdle || performance.now() >= quietUntil) {
            quietUntil = performance.now() + every;
            yield toBatch(filling, place, reading ? undefined : inbox.watermark(), folders, read);
          }
          if (!reading && isIdle)
            await watch.change(
              Math.max(0, Math.min(inbox.nextLook(), quietUntil - performance.now())),
              signal,
            );
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        watch.close();
        await reading?.close();
      }
    },
  };
}

function hasRoom({ messages, text }: Filling, limit: number): boolean {
  return messages.length < limit && text < batchText;
}

/** True when the file has ended. */
async function fill(
  filling: Filling,
  reading: Reading,
  place: Place,
  read: FileRead,
  limit: number,
): Promise<boolean> {
  place.file = reading.file.name;
  place.hash = reading.hash;
  place.record = reading.record;
  while (hasRoom(filling, limit)) {
    const record = await nextRecord(reading);
    if (!record) {
      if (place.done) place.done[reading.file.name] = stampOf(reading.file);
      return true;
    }
    place.record = reading.record;
    filling.text += record.raw.length;
    filling.messages.push(toMessage(record, reading, read));
  }
  return false;
}

function toMessage(
  record: DecodedRecord,
  { file, hash, record: number, sourceTime }: Reading,
  read: FileRead,
): SourceMessage {
  const document = 'document' in record ? record.document : new DecodeFailure(record.problem);
  return {
    id: declaredId(document, read.id) ?? `${file.name}#${hash}:${number}`,
    raw: record.raw,
    document,
    sourceTime,
    origin: `${file.name}:${record.line}`,
  };
}

function declaredId(document: Json | DecodeFailure, fields: string[] | undefined): string | undefined {
  if (!fields || document instanceof DecodeFailure || !isObject(document)) return undefined;
  const values = fields.map((field) => document[field]);
  if (values.some((value) => value === undefined || value === null || value === '')) return undefined;
  return values.length === 1 ? String(values[0]) : JSON.stringify(values);
}

function toBatch(
  { messages, finished }: Filling,
  place: Place,
  watermark: Date | undefined,
  folders: Folders,
  read: FileRead,
): SourceBatch {
  const batch: SourceBatch = { messages };
  if (messages.length > 0 || finished.length > 0) batch.cursor = placeToCursor(place);
  if (watermark) batch.watermark = watermark.toISOString();
  if (finished.length > 0 && !read.keep) {
    batch.acknowledge = async () => {
      for (const reading of finished) await finish(reading, folders);
    };
  }
  return batch;
}
