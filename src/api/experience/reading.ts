import { isObject, type Json } from '../../vocabulary/json.ts';

/** Parts of a record that may not be there. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function part(value: Json | undefined, ...names: string[]): Json | undefined {
  return names.reduce<Json | undefined>((at, name) => (isObject(at) ? at[name] : undefined), value);
}

/** `{ value: '5', unit: 'EA' }` */
export function quantity(value: Json | undefined): { value: string; unit: string } | undefined {
  const [number, unit] = [text(part(value, 'value')), text(part(value, 'unit'))];
  return number === undefined ? undefined : { value: number, unit: unit ?? '' };
}

/** The calendar day of a day or an instant. */
export function day(value: Json | undefined): string | undefined {
  return text(value)?.slice(0, 10);
}
