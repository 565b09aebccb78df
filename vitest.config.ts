import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'test/**/*.test.ts',
      'model/**/*.test.ts',
      'examples/**/*.test.ts',
      'console/src/**/*.test.ts',
    ],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    pool: 'forks',
    globalSetup: 'test/server.ts',
  },
});
