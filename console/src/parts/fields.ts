export interface Field {
  /** `lines.0.quantity`. */
  name: string;
  value: string;
}

/** The leaves of a document, in its order. */
export function fieldsOf(document: unknown, name = ''): Field[] {
  if (document === null || typeof document !== 'object') return [{ name, value: String(document ?? '') }];
  return Object.entries(document).flatMap(([part, value]) =>
    fieldsOf(value, name === '' ? part : `${name}.${part}`),
  );
}
