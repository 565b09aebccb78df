import type { Instant, Json } from '../vocabulary/json.ts';

/** One message, or one decision of a steward, as far as something of a record stands by it. */
export interface Saying {
  /** `<system>/<interface>`, or `steward`. */
  by: string;
  /** Of a message: the batch, and its place in it. */
  batch?: number;
  ordinal?: number;
  /** Which conflict a steward decided. */
  conflict?: number;
  /** When it was changed where it comes from, else when the hub received it. */
  at: Instant;
  /** It is not known when it was changed: it stood there already when the hub first looked. */
  found?: true;
  /** `enterprise.yaml:13`, with the strategy by which it stands; absent where no rule holds. */
  rule?: string;
}

/** Who said what stands of a record. A pointer that is not named was said with what it is a part of. */
export interface Told {
  sayings: Saying[];
  /** JSON pointer → index in `sayings`; `''` is the whole record. */
  at: Record<string, number>;
  /** Pointers over which members disagree; each has an open conflict. */
  contested?: string[];
  /** What members say by their own hand, by pointer, of what goes by the strictest and is said by more than one. */
  voices?: Readonly<Record<string, readonly Voice[]>>;
}

/** What one member says of an attribute, and by which message. */
export interface Voice {
  value: Json;
  saying: Saying;
}

export function toldWhole(saying: Saying): Told {
  return { sayings: [saying], at: { '': 0 } };
}

/** What stands by whom after some of it was said anew; `gone`: elements that left a list, of which nothing is kept. */
export function tellAnew(
  told: Told | undefined,
  anew: ReadonlyMap<string, Saying>,
  gone: readonly string[] = [],
): Told {
  const by = new Map<string, Saying>();
  const left = new Set(gone);
  for (const [pointer, index] of Object.entries(told?.at ?? {}))
    if (!isBelow(pointer, anew) && !isBelow(pointer, left)) by.set(pointer, told!.sayings[index]!);
  for (const [pointer, saying] of anew) if (!left.has(pointer)) by.set(pointer, saying);
  const { contested, voices } = told ?? {};
  return { ...packed(by), ...(contested && { contested }), ...(voices && { voices }) };
}

/** With what members say of what goes by the strictest. */
export function withVoices({ voices: _, ...told }: Told, voices: NonNullable<Told['voices']>): Told {
  return Object.keys(voices).length === 0 ? told : { ...told, voices };
}

/** With these pointers disputed, and no others. */
export function withContested({ contested: _, ...told }: Told, pointers: string[]): Told {
  return pointers.length === 0 ? told : { ...told, contested: pointers };
}

/** Without what is disputed no more. */
export function withoutContested(told: Told, settled: readonly string[]): Told {
  const { contested = [] } = told;
  return withContested(
    told,
    contested.filter((pointer) => !settled.includes(pointer)),
  );
}

/** With what is known of these pointers as another one has it. */
export function withToldOf(told: Told, other: Told | undefined, pointers: readonly string[]): Told {
  const meant = new Set(pointers);
  const its = Object.entries(other?.at ?? {}).filter(([pointer]) => isBelow(pointer, meant));
  return tellAnew(
    tellAnew(told, new Map(), pointers),
    new Map(its.map(([pointer, index]) => [pointer, other!.sayings[index]!])),
  );
}

/** Whether a pointer is one of these, or a part of one. */
function isBelow(pointer: string, outer: { has(pointer: string): boolean }): boolean {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (outer.has(at)) return true;
  return false;
}

function packed(by: ReadonlyMap<string, Saying>): Told {
  const sayings: Saying[] = [];
  const places = new Map<Saying, number>();
  const at: Told['at'] = {};
  for (const [pointer, saying] of by) {
    let index = places.get(saying);
    if (index === undefined) {
      index = sayings.push(saying) - 1;
      places.set(saying, index);
    }
    at[pointer] = index;
  }
  return { sayings, at };
}

/** By what it stands; undefined: it was there before the hub kept that. */
export function sayingOf({ sayings, at }: Told, pointer: string): Saying | undefined {
  for (let outer = pointer; ; outer = outer.slice(0, outer.lastIndexOf('/'))) {
    const index = at[outer];
    if (index !== undefined) return sayings[index];
    if (outer === '') return undefined;
  }
}

export function systemOf({ by }: Saying): string {
  const end = by.indexOf('/');
  return end < 0 ? by : by.slice(0, end);
}
