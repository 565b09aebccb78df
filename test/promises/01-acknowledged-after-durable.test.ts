import { afterEach, expect, test } from 'vitest';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess } from '../process.ts';
import { pushToHttp } from './landscapes.ts';
import { compareWithLedger, createSender } from './senders.ts';

let postgres: PrivatePostgres;
let hub: HubProcess;

afterEach(async () => {
  await hub?.kill();
  await postgres?.stop();
});

test('1. kill the hub or the database at any instant, or restart it: nothing acknowledged is lost, and nothing is there twice', async () => {
  postgres = await privatePostgres();
  hub = await startHubProcess(await pushToHttp('http://127.0.0.1:9'), postgres.url);
  const senders = Array.from({ length: 8 }, (_, n) =>
    createSender(`${hub.url}/in/mes/stops`, `s${n}`, 100_000),
  );
  const running = senders.map((sender) => sender.run());
  const accepted = () => senders.reduce((sum, sender) => sum + sender.accepted.size, 0);

  for (let round = 0; round < 6; round++) {
    const before = accepted();
    await progress(() => accepted() > before + 50 + Math.random() * 200);
    if (round % 3 === 0) {
      await hub.kill();
      await hub.start();
    } else if (round % 3 === 1) {
      await postgres.kill();
      await postgres.start();
    } else await postgres.restart();
  }
  const before = accepted();
  await progress(() => accepted() > before + 50);
  for (const sender of senders) sender.stop();
  await Promise.all(running);

  const { twice, missing } = await compareWithLedger(postgres.url, senders);
  expect(twice).toEqual([]);
  expect(missing).toEqual([]);
});

async function progress(done: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!done()) {
    if (Date.now() > end)
      throw new Error(`no message was accepted for a minute; the hub said:\n${hub.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
