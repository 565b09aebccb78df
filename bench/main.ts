import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../src/database/embedded.ts';
import { newDatabase } from './hub.ts';
import { benchLine } from './line.ts';
import { benchRaw } from './raw.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'lineshaft-bench-'));
await chmod(folder, 0o755);
const postgres = await startEmbeddedPostgres(path.join(folder, 'postgres'));
try {
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}\n`);
  const line = await benchLine(postgres.url, folder);
  const raw = await benchRaw(await newDatabase(postgres.url, 'bench_raw'), line.rowBytes, 100_000);
  show('(a) raw insert, same row size', `${whole(raw)} rows/s of ${line.rowBytes} bytes`);
  show(
    '(b) the line, file → SQL',
    `${whole(line.perSecond)} messages/s`,
    `${(line.perSecond / raw).toFixed(2)} of (a)`,
  );
  show('    items', `${whole(line.itemsPerSecond)}/s`);
  show('    movements', `${whole(line.movementsPerSecond)}/s`);
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

function show(name: string, figure: string, beside = ''): void {
  console.log(`${name.padEnd(36)}${figure.padEnd(34)}${beside}`);
}

function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}
