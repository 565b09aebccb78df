import { type Fields, isFields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { type Floor, openFloor } from '../plumbing/floor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import type { ShopOrder } from '../plumbing/shopWork.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import type { Habits, Told } from '../plumbing/told.ts';
import { paddedTo } from '../world/keys.ts';
import { openBroker } from './broker.ts';
import { messageOf } from './messages.ts';

const units = new Set(['ea', 'kg', 'm', 'l']);
const habits: Habits = {
  reasons: [
    'unit-unknown',
    'item-unknown',
    'order-unknown',
    'quantity-negative',
    'decimal-comma',
    'padding',
    'duplicate',
    'late',
    'future',
  ],
  unknownItem: '999999',
  unknownOrder: '9999999',
  unknownUnit: 'QQ',
  repad: (item) => paddedTo(item, 18),
};

/** A MES of the machine builder's kind: everything over its own MQTT broker. */
export const start: StartSystem = async (options) => {
  const kit = openKit('mes-detroit', options);
  const floor = openFloor(kit, habits, (told) => told.map(toOutbox));
  const broker = await openBroker(kit, 'northfield/detroit/erp/orders', (payload) =>
    takeOrder(kit, floor, payload),
  );
  kit.every(50, broker.publishWaiting);
  return kit.run({ MES_DETROIT_URL: `mqtt://127.0.0.1:${broker.port}` }, { throttle: false });
};

function toOutbox(told: Told): Change {
  const value = {
    topic: `northfield/detroit/mes/${told.kind}s`,
    payload: JSON.stringify(messageOf(told)),
    twice: told.dirt === 'duplicate',
  };
  return { in: 'outbox', key: `${told.kind}-${told.n}`, value };
}

function takeOrder(kit: Kit, floor: Floor, payload: string): void {
  const read = readOrder(payload);
  const outcome =
    read === undefined
      ? 'rejected'
      : floor.take(read.order, read.state) === 'created'
        ? 'accepted'
        : 'repeated';
  kit.write([], [{ received: 'orders', outcome }]);
}

function readOrder(
  payload: string,
): { order: ShopOrder; state: 'planned' | 'released' | 'cancelled' } | undefined {
  const body = parsed(payload);
  const quantity = numberOf(body?.['qty']);
  const state = textOf(body?.['status']);
  if (body === undefined || quantity === undefined || quantity <= 0 || !units.has(textOf(body['uom'])))
    return undefined;
  if (state !== 'planned' && state !== 'released' && state !== 'cancelled') return undefined;
  const components = listOf(body['components']).map((part) => ({
    line: textOf(part['line']),
    item: textOf(part['part']),
    quantity: numberOf(part['qty']) ?? 0,
    unit: textOf(part['uom']),
  }));
  const operations = listOf(body['operations']).map((operation) => textOf(operation['op']));
  const number = textOf(body['order']);
  if (number === '') return undefined;
  return {
    order: {
      number,
      item: textOf(body['part']),
      quantity,
      unit: textOf(body['uom']),
      components,
      operations,
    },
    state,
  };
}

function parsed(payload: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
