import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kit } from './kit.ts';

export interface Drops {
  out: string;
  in: string;
}

/** The shared folders of a system that speaks by files; when it is cut, the share is gone. */
export function openDrops(kit: Kit): Drops {
  const drops = { out: join(kit.folder, 'out'), in: join(kit.folder, 'in') };
  for (const folder of [drops.out, drops.in]) {
    if (existsSync(`${folder}.unmounted`)) renameSync(`${folder}.unmounted`, folder);
    mkdirSync(folder, { recursive: true });
  }
  kit.weather.onCut.push((cut) => {
    for (const folder of [drops.out, drops.in])
      if (cut) renameSync(folder, `${folder}.unmounted`);
      else renameSync(`${folder}.unmounted`, folder);
  });
  return drops;
}

/** A reader never sees a half-written file: it appears by rename. */
export function drop(folder: string, name: string, content: Buffer, partialEnding: string): void {
  const partial = join(folder, name + partialEnding);
  writeFileSync(partial, content);
  renameSync(partial, join(folder, name));
}

export interface TakeRules {
  pattern: RegExp;
  done: string;
  error: string;
  /** Ending of the file that says why. */
  why: string;
  /** Returns why the file is refused, or nothing. */
  take(content: Buffer, name: string): string | undefined;
}

/** Reads the files that wait in a folder, oldest name first, and puts them away. */
export function takeFiles(folder: string, rules: TakeRules): void {
  mkdirSync(join(folder, rules.done), { recursive: true });
  mkdirSync(join(folder, rules.error), { recursive: true });
  const names = readdirSync(folder).filter((name) => rules.pattern.test(name));
  for (const name of names.sort()) {
    const refused = rules.take(readFileSync(join(folder, name)), name);
    renameSync(join(folder, name), join(folder, refused === undefined ? rules.done : rules.error, name));
    if (refused !== undefined) writeFileSync(join(folder, rules.error, name + rules.why), `${refused}\n`);
  }
}
