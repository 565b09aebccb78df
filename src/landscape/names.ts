import { isObject } from '../vocabulary/json.ts';
import type { YamlFile } from './yaml.ts';

/** The names that a file declares below a setting, also where what they stand for does not fit. */
export function namesIn({ value }: YamlFile, setting: string): Set<string> {
  const group = isObject(value) ? value[setting] : undefined;
  return new Set(isObject(group) ? Object.keys(group) : []);
}

/** The code that a system's file declares; its file name where it cannot be read. */
export function systemNameOf({ value, file }: YamlFile): string {
  const name = isObject(value) ? value['system'] : undefined;
  return typeof name === 'string' ? name : file.replace(/^.*\/|\.ya?ml$/g, '');
}
