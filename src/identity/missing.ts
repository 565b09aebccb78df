import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';

/** Of the attributes that are required, named as in `sites.detroit.planner`, those that the record does not say. */
export function missingOf(record: JsonObject, required: readonly string[]): string[] {
  return required.filter((attribute) => isNothing(attributeAt(record, attribute)));
}

/** `sites.detroit.planner` → `/sites/detroit/planner`. */
export function pointerTo(attribute: string): string {
  return `/${attribute.replaceAll('.', '/')}`;
}

/** The site that it belongs to, of what belongs to one. */
export function siteOfAttribute(attribute: string): string | undefined {
  const [first, site] = attribute.split('.');
  return first === 'sites' ? site : undefined;
}

function attributeAt(record: JsonObject, attribute: string): Json | undefined {
  return attribute
    .split('.')
    .reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), record);
}

function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
