import { parseArgs } from 'node:util';
import { drain } from './drain.ts';
import { faultsOf } from './faults.ts';
import { readJournals } from './journals.ts';
import { report } from './report.ts';
import { openScene } from './scene.ts';
import { schedule } from './schedule.ts';
import { createStage } from './stage.ts';
import { suffer } from './suffer.ts';
import { traceAt } from './traceAt.ts';
import { warmUp } from './warmUp.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    hubs: { type: 'string', default: '2' },
    rate: { type: 'string', default: '20' },
  },
});
/** At most, while something still moves. */
const drainSeconds = 900;
/** Beside the time of the faults: the first load, mending and draining on a slow machine. */
const allowedSeconds = 2400;
const say = (line: string) => console.log(line);
const seed = Number(values.seed);
const hubs = Array.from({ length: Number(values.hubs) }, (_, n) => `hub-${n + 1}`);
const began = Date.now();

say(`chaos: seed ${seed}, ${values.seconds} s, ${hubs.length} hubs, ${values.rate} messages/s`);
const stage = createStage();
const stopping = new AbortController();
/** Ends it early, and leaves no process. */
const leave = async (words: string, exitCode: number) => {
  say(words);
  stopping.abort();
  await stage.close().finally(() => process.exit(exitCode));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void leave(`stopped by ${signal}`, 130));
const most = Number(values.seconds) + allowedSeconds;
setTimeout(
  () => void leave(`seed ${seed}: it did not come to an end within ${most} s`, 1),
  most * 1000,
).unref();
try {
  const scene = await openScene(stage, { rate: Number(values.rate), dirty: 1, pace: 300 }, hubs.length);
  const faults = faultsOf(hubs);
  if ([...scene.hubs.values()].every(({ clock }) => clock === undefined)) {
    const lacking = 'there is no libfaketime (Debian: apt install faketime)';
    if (process.env['CI']) throw new Error(lacking);
    delete faults['clock wrong'];
    say(`left out: clock wrong, ${lacking}`);
  }
  const planned = schedule(faults, Number(values.seconds), seed);
  const reading = readJournals(scene.systems);
  await warmUp(scene, reading, say);
  const following = setInterval(() => void reading.readOn(), 10_000).unref();
  const happened = await suffer(scene, planned, say, stopping.signal);
  clearInterval(following);
  const verdict = await drain(scene, reading, drainSeconds, say);
  const run = { seed, happened, verdict, seconds: (Date.now() - began) / 1000 };
  process.exitCode = await report(run, (key) => traceAt(scene, key), say);
} finally {
  await stage.close();
}
