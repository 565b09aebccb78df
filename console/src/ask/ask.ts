import type { HttpProblem } from 'api/operations/contract.ts';
import type { Static } from 'typebox';

type Told = Static<typeof HttpProblem>;

/** What the hub answered in place of what was asked for. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly told: Pick<Told, 'status' | 'code' | 'detail' | 'advice'>;
  constructor(told: Refused['told']) {
    super(told.detail);
    this.told = told;
  }
}

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', path + textOf(query), undefined, signal);
}

export function post<T>(path: string, body: object): Promise<T> {
  return ask<T>('POST', path, body);
}

export function del<T>(path: string): Promise<T> {
  return ask<T>('DELETE', path);
}

async function ask<T>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new Refused({
      status: 0,
      code: 'unreachable',
      detail: 'The hub does not answer.',
      advice: 'It is asked again by itself; if this stays, look whether the hub runs.',
    });
  });
  const told = await answer.json().catch(() => undefined);
  if (answer.ok) return told as T;
  throw new Refused({
    status: answer.status,
    code: told?.code ?? 'unknown',
    detail: told?.detail ?? `The hub answered ${answer.status}.`,
    advice: told?.advice ?? '',
  });
}

function textOf(query: Query): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) words.append(name, String(each));
  }
  const text = words.toString();
  return text === '' ? '' : `?${text}`;
}
