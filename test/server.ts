import path from 'node:path';
import { stopTestServer } from './database.ts';

/** Runs once around all tests: the PostgreSQL they shared ends with them, and what they start is compiled once. */
export default function setup(): () => Promise<void> {
  process.env['NODE_COMPILE_CACHE'] ??= path.resolve('node_modules/.cache/compiled');
  return stopTestServer;
}
