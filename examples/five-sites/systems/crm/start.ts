import type { Count } from '../plumbing/counts.ts';
import { openHttpDoor } from '../plumbing/httpDoor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { sendOutbox, waitingPushes } from '../plumbing/push.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { makeWorld, type World } from '../world/world.ts';
import { changeMinds, sell, webhookSecret } from './orders.ts';
import { firstRecords } from './records.ts';
import { routes } from './routes.ts';

const token = 'crm-token';
/** About so many messages follow from one order, all systems together. */
const messagesPerOrder = 40;
/** Nobody sells on while so many orders wait for a hub that is away. */
const outboxLimit = 5_000;

/** The CRM: REST, and a webhook for every order. */
export const start: StartSystem = async (options) => {
  const kit = openKit('crm', options);
  const world = makeWorld(options.seed);
  if (kit.store.collection('accounts').size === 0) seed(kit, world);
  const credit = { orders: 0, at: Date.now() };
  kit.every(50, () => {
    const now = Date.now();
    credit.orders = Math.min(
      credit.orders + ((now - credit.at) / 1000) * (kit.options.rate / messagesPerOrder),
      100,
    );
    credit.at = now;
    for (; credit.orders >= 1 && !kit.weather.cut && waitingPushes(kit) < outboxLimit; credit.orders--)
      sell(kit, world);
    changeMinds(kit);
  });
  sendOutbox(kit);
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    perSecond: 500,
    guard: (request) =>
      request.headers['authorization'] === `Bearer ${token}`
        ? undefined
        : { status: 401, body: { error: 'unauthorized', message: 'token' } },
    routes: routes(kit),
  });
  kit.onStop(door.close);
  return kit.run({
    CRM_URL: `http://127.0.0.1:${door.port}/v1`,
    CRM_TOKEN: token,
    CRM_WEBHOOK_SECRET: webhookSecret,
  });
};

function seed(kit: Kit, world: World): void {
  const changes = firstRecords(world);
  kit.write(
    changes,
    changes.map((change): Count => ({ emitted: change.in })),
  );
}
