#!/usr/bin/env -S node --max-semi-space-size=8
// Plain JavaScript: it must run on whatever Node the machine has, to hand over to the Node this project pins.
// The small young generation keeps the hub's memory low; measured, it costs no speed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  // A start from code compiled before takes half the time, in worker threads and simulated systems too. Kept here: in a folder of all users
  // another could leave code for this one to run.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
    new URL('../node_modules/.cache/compiled', import.meta.url),
  );
  module.enableCompileCache();
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv);
} else {
  const pinned = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(pinned)) {
    console.error(
      `lineshaft needs Node 24 or newer; this is ${process.version}. Run "npm ci" first: it brings one along.`,
    );
    process.exit(1);
  }
  const child = spawn(pinned, ['--max-semi-space-size=8', ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (status, signal) => process.exit(signal ? 1 : (status ?? 1)));
}
