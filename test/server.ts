import path from 'node:path';
import { shareTestServer } from './database.ts';

/** Runs once around all tests: the PostgreSQL they shared ends with them, and what they start is compiled once. */
export default function setup(): Promise<() => Promise<void>> {
  process.env['NODE_COMPILE_CACHE'] ??= path.resolve('node_modules/.cache/compiled');
  return shareTestServer();
}
