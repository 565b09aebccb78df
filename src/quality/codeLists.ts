import type { CodeList } from './checker.ts';

/** `model/codes/<list>.json`. */
export interface CodeListFile {
  list: string;
  title: string;
  description: string;
  reference?: string;
  kind: 'open' | 'closed';
  /** How a reader takes a value it does not know; an open list without one has no values of the enterprise's own. */
  default?: string;
  values: Record<string, CodeValue>;
  /** By source vocabulary: well-known source value → canonical value. */
  aliases: Record<string, Record<string, string>>;
}

export interface CodeValue {
  meaning: string;
  sides?: string;
  decimals?: number;
  dimension?: string;
  numerator?: string;
  denominator?: string;
}

const ownValue = /^[a-z][a-z0-9]{1,19}\.[A-Za-z0-9._-]{1,60}$/;

/** A list as the line uses it; a source value that vocabularies read differently is left to the landscape. */
export function codeList(file: CodeListFile): CodeList {
  const list: CodeList = {
    name: file.list,
    kind: file.kind,
    values: new Map(Object.entries(file.values)),
    aliases: flattened(file),
  };
  return file.default === undefined ? list : { ...list, fallback: file.default };
}

function flattened(file: CodeListFile): Map<string, string> {
  const flat = new Map<string, string>();
  const disputed = new Set<string>();
  for (const vocabulary of Object.values(file.aliases)) {
    for (const [source, canonical] of Object.entries(vocabulary)) {
      const other = flat.get(source) ?? (source in file.values ? source : canonical);
      if (other !== canonical) disputed.add(source);
      flat.set(source, canonical);
    }
  }
  for (const source of disputed) flat.delete(source);
  return flat;
}

/** Whether a record may hold the value: a canonical one, or `<namespace>.<value>` in an open list with a default. */
export function allows(list: CodeList, value: string): boolean {
  return list.values.has(value) || (list.fallback !== undefined && ownValue.test(value));
}
