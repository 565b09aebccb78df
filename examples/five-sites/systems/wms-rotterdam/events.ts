import type { DockTold } from '../plumbing/dock.ts';
import type { Fields } from '../plumbing/fields.ts';
import { withOffset } from '../plumbing/localTime.ts';
import { withGs1CheckDigit } from '../world/checkDigits.ts';

const zone = 'Europe/Amsterdam';
const kinds = { pick: 'PICK', ship: 'GI', count: 'ADJ' };

/** An event as webhooks and lists show it; what leaves a bin is negative. */
export function eventOf(told: DockTold): Fields {
  const at = told.dirt === 'date-zero' ? '0000-00-00T00:00:00+00:00' : withOffset(told.at, zone);
  if (told.kind === 'movement')
    return {
      id: told.n,
      kind: kinds[told.type],
      sku: told.item,
      qty: told.type === 'count' ? told.quantity : -told.quantity,
      uom: told.unit,
      bin: told.type === 'ship' ? 'R-DOCK' : 'R-01-01',
      toBin: told.type === 'pick' ? 'R-DOCK' : null,
      delivery: told.delivery,
      line: told.line,
      at,
      bookedAt: withOffset(told.entered, zone),
    };
  return {
    id: told.n,
    delivery: told.delivery,
    salesOrder: told.salesOrder,
    event: told.code,
    at,
    sscc: withGs1CheckDigit(`3401234500${String(told.unit).padStart(7, '0')}`),
    grossKg: told.kilos,
    carrier: told.carrier,
  };
}
