import { stopTestServer } from './database.ts';

/** Runs once around all tests: the PostgreSQL they shared ends with them. */
export default function setup(): () => Promise<void> {
  return stopTestServer;
}
