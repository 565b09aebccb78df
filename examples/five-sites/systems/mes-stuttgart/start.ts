import { type Floor, openFloor } from '../plumbing/floor.ts';
import { openHttpDoor, type Reply, type Request } from '../plumbing/httpDoor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { pushChange, sendOutbox } from '../plumbing/push.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import type { Habits, Told } from '../plumbing/told.ts';
import { escaped } from '../plumbing/xmlTree.ts';
import { paddedTo } from '../world/keys.ts';
import { messageId, performanceOf } from './performance.ts';
import { readSchedule } from './schedule.ts';

const key = 'stuttgart-key';
const habits: Habits = {
  reasons: [
    'unit-unknown',
    'item-unknown',
    'order-unknown',
    'quantity-negative',
    'number-nan',
    'date-zero',
    'padding',
    'duplicate',
    'late',
    'future',
  ],
  silent: ['hold'],
  unknownItem: '79999999',
  unknownOrder: '69999999',
  unknownUnit: 'QQ',
  repad: (item) => paddedTo(item, 18),
};

/** A MES that follows ISA-95: B2MML pushed over HTTP, orders taken the same way. */
export const start: StartSystem = async (options) => {
  const kit = openKit('mes-stuttgart', options);
  const floor = openFloor(kit, habits, (told) =>
    told.filter((event) => event.kind !== 'hold').map((event) => push(event)),
  );
  sendOutbox(kit);
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    tooMany: '<ConfirmBOD><Description>too many requests</Description></ConfirmBOD>',
    guard: (request) => (request.headers['x-api-key'] === key ? undefined : refusal(401, 'key')),
    routes: [['POST', /^\/b2mml$/, (request) => takeSchedule(kit, floor, request)]],
  });
  kit.onStop(door.close);
  return kit.run({ MES_STUTTGART_URL: `http://127.0.0.1:${door.port}`, MES_STUTTGART_KEY: key });
};

function push(told: Told): Change {
  const headers = { 'content-type': 'application/xml', 'x-api-key': key, 'x-message-id': messageId(told) };
  const path = `/in/mes-stuttgart/${told.kind}s`;
  return pushChange({
    id: messageId(told),
    path,
    headers,
    body: performanceOf(told),
    twice: told.dirt === 'duplicate',
  });
}

function takeSchedule(kit: Kit, floor: Floor, request: Request): Reply {
  const requests = readSchedule(request.body);
  if (typeof requests === 'string') {
    kit.write([], [{ received: 'orders', outcome: 'rejected' }]);
    return refusal(requests.includes('not') ? 400 : 422, requests);
  }
  for (const { order, state } of requests) {
    const outcome = floor.take(order, state) === 'created' ? 'accepted' : 'repeated';
    kit.write([], [{ received: 'orders', outcome }]);
  }
  const ids = requests
    .map(({ order }) => `<ProductionRequest><ID>${escaped(order.number)}</ID></ProductionRequest>`)
    .join('');
  const body = `<AcknowledgeProductionSchedule xmlns="http://www.wbf.org/xml/B2MML-V0401"><DataArea><Acknowledge/><ProductionSchedule>${ids}</ProductionSchedule></DataArea></AcknowledgeProductionSchedule>`;
  return { status: 200, body };
}

function refusal(status: number, text: string): Reply {
  return {
    status,
    body: `<ConfirmBOD xmlns="http://www.wbf.org/xml/B2MML-V0401"><Description>${escaped(text)}</Description></ConfirmBOD>`,
  };
}
