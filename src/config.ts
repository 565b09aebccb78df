import path from 'node:path';
import type { ControlDoors } from './vocabulary/faults.ts';

/** What the environment says; the only reader of `process.env`. */
export interface Config {
  /** Address to bind; loopback unless told otherwise. */
  host: string;
  port: number;
  /** The user's own PostgreSQL; absent: the embedded one. */
  databaseUrl?: string;
  /** Where the embedded database and keys live. */
  dataFolder: string;
  logLevel: string;
  /** A running hub, for the commands that ask one. */
  url: string;
  key?: string;
  /** Values for `${VAR}` in the landscape. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Of the systems that a scenario simulates; absent: they are real. */
  simulated?: ControlDoors;
}

export function readConfig(): Config {
  const env = process.env;
  const port = Number(env['LINESHAFT_PORT'] ?? 8080);
  const host = env['LINESHAFT_HOST'] ?? '127.0.0.1';
  return {
    host,
    port,
    ...(env['DATABASE_URL'] && { databaseUrl: env['DATABASE_URL'] }),
    dataFolder: path.resolve(env['LINESHAFT_DATA'] ?? '.lineshaft'),
    logLevel: env['LINESHAFT_LOG'] ?? 'info',
    url: env['LINESHAFT_URL'] ?? `http://127.0.0.1:${port}`,
    ...(env['LINESHAFT_KEY'] && { key: env['LINESHAFT_KEY'] }),
    environment: env,
  };
}
