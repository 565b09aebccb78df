import { afterAll, expect, test } from 'vitest';
import { type PrivatePostgres, privatePostgres } from '../privatePostgres.ts';
import { type HubProcess, startHubProcess, until } from '../process.ts';
import { pushToHttp } from './landscapes.ts';
import { compareWithLedger, createSender } from './senders.ts';
import { smallDisk } from './smallDisk.ts';

const disk = await smallDisk(400);
let postgres: PrivatePostgres | undefined;
let hub: HubProcess | undefined;
afterAll(async () => {
  await hub?.kill();
  await postgres?.stop();
  if (typeof disk !== 'string') await disk.remove();
});

const name =
  '1. a full disk: nothing acknowledged is lost, the hub says what is wrong, and goes on by itself once there is space';

if (typeof disk === 'string') test.skip(`${name} (${disk})`, () => {});
else
  test(name, async () => {
    postgres = await privatePostgres(disk.folder, ['max_wal_size=64MB', 'min_wal_size=32MB']);
    hub = await startHubProcess(await pushToHttp('http://127.0.0.1:9'), postgres.url);
    const senders = Array.from({ length: 8 }, (_, n) =>
      createSender(`${hub!.url}/in/mes/stops`, `s${n}`, 1_000_000),
    );
    const running = senders.map((sender) => sender.run());
    const accepted = () => senders.reduce((sum, sender) => sum + sender.accepted.size, 0);
    await until(async () => accepted() > 200);

    await disk.fill();
    await until(async () => /No space left on device|disk is full/i.test(hub!.output()));
    const before = accepted();

    await disk.makeSpace();
    // PostgreSQL gives up when it cannot write its log: then whoever keeps it running starts it again.
    await postgres.start();
    await until(async () => accepted() > before + 200);
    for (const sender of senders) sender.stop();
    await Promise.all(running);

    const { twice, missing } = await compareWithLedger(postgres.url, senders);
    expect(twice).toEqual([]);
    expect(missing).toEqual([]);
  });
