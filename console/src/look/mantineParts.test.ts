import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const console = fileURLToPath(new URL('..', import.meta.url));
const mantine = fileURLToPath(new URL('../../../node_modules/@mantine/core', import.meta.url));
const BASE = ['baseline', 'default-css-variables', 'global'];

const read = (file: string) => readFileSync(file, 'utf8');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);

/** What the console takes of Mantine by name. */
function partsInUse(): string[] {
  const taken = globSync('**/*.tsx', { cwd: console })
    .map((file) => read(path.join(console, file)))
    .flatMap((text) => found(text, /import \{([^}]+)\} from '@mantine\/core'/g));
  return [...new Set(taken.flatMap((names) => found(names, /\b([A-Z]\w+)/g)))];
}

/** The styles that a file of Mantine needs, those of what it is made from included. */
function stylesOf(file: string, seen: Set<string>): string[] {
  const [, style] = /(\w+)\.module\.mjs$/.exec(file) ?? [];
  if (style !== undefined) return [style];
  if (seen.has(file) || !existsSync(file)) return [];
  seen.add(file);
  return found(read(file), /from "(\.[^"]+)"/g).flatMap((next) =>
    stylesOf(path.join(path.dirname(file), next), seen),
  );
}

test('of Mantine’s styles there are those that the parts in use need, in Mantine’s order', () => {
  const seen = new Set<string>();
  const needed = partsInUse()
    .flatMap((part) => globSync(`esm/**/${part}.mjs`, { cwd: mantine }))
    .flatMap((file) => stylesOf(path.join(mantine, file), seen));
  const listed = found(read(path.join(console, 'look/mantineParts.css')), /styles\/([\w-]+)\.css"/g);
  expect(new Set(listed)).toEqual(new Set([...BASE, ...needed]));
  const all = read(path.join(mantine, 'styles.css'));
  const places = listed.map((name) => all.indexOf(read(path.join(mantine, 'styles', `${name}.css`)).trim()));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
