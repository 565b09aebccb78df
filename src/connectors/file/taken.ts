import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecodedRecord, Format } from '../../formats/format.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import type { Candidate } from './scan.ts';

/** A file that this source alone reads. */
export interface TakenFile extends Candidate {
  /** Where it is now: the work folder, or where it arrived when files are kept. */
  path: string;
}

/** The one file that is open, being read record by record. */
export interface Reading {
  file: TakenFile;
  /** Digest of the whole content: tells a new file from an old one of the same name. */
  hash: string;
  /** How many records have been read. */
  record: number;
  records: AsyncIterator<DecodedRecord>;
  sourceTime: Instant;
  /** The first records that could not be decoded, for the sender. */
  failures: Failure[];
  /** Closes the file, read to its end or not. */
  close(): Promise<void>;
}

export interface Failure {
  record: number;
  line: number;
  problem: Problem;
}

const failuresKept = 1000;
const pieceSize = 256 * 1024;

/** Opens a file at its first record; undefined when it is gone. Links are not followed. */
export async function openTaken(file: TakenFile, format: Format): Promise<Reading | undefined> {
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(unlessGone);
  if (!handle) return undefined;
  try {
    const hash = await digest(handle);
    const stream = handle.createReadStream({ start: 0, highWaterMark: pieceSize });
    const records = format.decode(stream)[Symbol.asyncIterator]();
    const sourceTime = file.modified.toISOString();
    const close = async () => {
      await records.return?.();
      await handle.close();
    };
    return { file, hash, sourceTime, record: 0, records, failures: [], close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The next record, counted; undefined at the end. */
export async function nextRecord(reading: Reading): Promise<DecodedRecord | undefined> {
  const { done, value } = await reading.records.next();
  if (done) return undefined;
  reading.record++;
  if ('problem' in value && reading.failures.length < failuresKept) {
    reading.failures.push({ record: reading.record, line: value.line, problem: value.problem });
  }
  return value;
}

/** Reads past the records that are done. */
export async function skipTo(reading: Reading, record: number): Promise<void> {
  while (reading.record < record && (await nextRecord(reading)) !== undefined);
}

export function inFolder(folder: string, candidate: Candidate): TakenFile {
  return { ...candidate, path: join(folder, candidate.name) };
}

async function digest(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceSize);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(piece, 0, pieceSize, at);
    if (bytesRead === 0) return hash.digest('hex').slice(0, 16);
    hash.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
}

export function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
