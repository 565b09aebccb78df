import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { readConfig } from '../config.ts';
import { adminKeyFile, readAdminKey } from './adminKey.ts';
import { CommandFailure, exitCodes } from './failure.ts';

/** Options of every command that asks a running hub. */
export interface HubOptions {
  url?: string;
  key?: string;
  json?: boolean;
}

export function withHubOptions(command: Command): Command {
  return command
    .option('--url <url>', 'address of the hub (default: LINESHAFT_URL, else http://127.0.0.1:8080)')
    .option('--key <key>', 'key for it (default: LINESHAFT_KEY, else the file that `start` wrote)')
    .option('--json', 'print the answer as JSON');
}

export interface HubClient {
  get<T>(
    path: string,
    query?: Record<string, string | number | boolean | readonly string[] | undefined>,
  ): Promise<T>;
  /** `once`: its Idempotency-Key. */
  post<T>(path: string, body: object, once?: string): Promise<T>;
}

/** Asks one of the hub's APIs; what goes wrong becomes a `CommandFailure`. */
export async function hubClient(
  options: HubOptions,
  config: Config = readConfig(),
  api: 'operations/v1' | 'process/v1' | 'console/v1' = 'operations/v1',
): Promise<HubClient> {
  const base = baseOf(options.url ?? config.url);
  const key = options.key ?? config.key ?? (await fileKey(base, config));
  const ask = async <T>(method: string, path: string, body?: object, once?: string): Promise<T> => {
    const url = new URL(`${api}/${path}`, base);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (key !== undefined) headers['authorization'] = `Bearer ${key}`;
    if (once !== undefined) headers['idempotency-key'] = once;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw notThere(base, error);
    });
    return readAnswer<T>(answer, base, key, config);
  };
  return {
    get: (path, query = {}) => ask('GET', `${path}${toQuery(query)}`),
    post: (path, body, once) => ask('POST', path, body, once),
  };
}

function baseOf(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new CommandFailure(
    `${text} is not the address of a hub.`,
    'Write it as http://127.0.0.1:8080.',
    exitCodes.usage,
  );
}

/** The key on this machine is for the hub on this machine; it is not shown to another. */
async function fileKey(base: URL, config: Config): Promise<string | undefined> {
  return isLoopback(base.hostname) ? readAdminKey(config.dataFolder) : undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}

function toQuery(query: Record<string, string | number | boolean | readonly string[] | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

async function readAnswer<T>(
  answer: Response,
  base: URL,
  key: string | undefined,
  config: Config,
): Promise<T> {
  const body = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return body as T;
  if (answer.status === 401) throw unknownKey(base, key, config);
  const { detail, advice } = (body ?? {}) as { detail?: string; advice?: string };
  if (detail !== undefined && advice !== undefined) throw new CommandFailure(detail, advice);
  throw new CommandFailure(
    `What answers at ${base.origin} is not a hub (status ${answer.status}).`,
    'Name the address of the hub with --url.',
    exitCodes.unreachable,
  );
}

function notThere(base: URL, error: Error): CommandFailure {
  const { code } = (error.cause ?? {}) as { code?: string };
  const words = code === 'ECONNREFUSED' || code === undefined ? '' : ` (${code})`;
  return new CommandFailure(
    `No hub answers at ${base.origin}${words}.`,
    'Start one with `npx lineshaft start`, or name another with --url.',
    exitCodes.unreachable,
  );
}

function unknownKey(base: URL, key: string | undefined, config: Config): CommandFailure {
  const sentence =
    key === undefined
      ? `The hub at ${base.origin} asks for a key.`
      : `The hub at ${base.origin} does not know this key.`;
  const advice = `Give it with --key or LINESHAFT_KEY; \`start\` wrote the first one to ${adminKeyFile(config.dataFolder)}.`;
  return new CommandFailure(sentence, advice, exitCodes.unreachable);
}
