import type { Fields } from '../plumbing/fields.ts';
import { withOffset } from '../plumbing/localTime.ts';
import type { Told } from '../plumbing/told.ts';

const zone = 'America/New_York';
const states = { start: 'STARTED', progress: 'PROGRESS', final: 'DONE' };
const codes = { issue: 10, receipt: 20, scrap: 30 };
const badCodes = { material: 1, machine: 2, operator: 3 };

/** An event as Toledo's pages show it. */
export function eventOf(told: Told): Fields {
  const when = told.dirt === 'date-zero' ? '0000-00-00T00:00:00' : withOffset(told.at, zone);
  if (told.kind === 'confirmation')
    return {
      seq: told.n,
      workOrder: told.order,
      operation: told.operation,
      state: states[told.phase],
      goodQty: told.quantity,
      badQty: told.scrap,
      badCode: told.reason ? badCodes[told.reason] : null,
      unit: told.unit,
      when,
    };
  if (told.kind === 'movement')
    return {
      seq: told.n,
      workOrder: told.order,
      position: told.line,
      code: codes[told.type],
      item: told.item,
      quantity: told.quantity,
      unit: told.unit,
      store: told.place === 'finished' ? 'FG01' : 'RM01',
      batch: '',
      when,
      entered: withOffset(told.entered, zone),
    };
  return {
    seq: told.n,
    case: `Q-26-${String(Math.ceil(told.n / 2)).padStart(4, '0')}`,
    verb: told.action,
    item: told.item,
    workOrder: told.order,
    batch: '',
    quantity: told.quantity,
    unit: told.unit,
    remark: told.action === 'hold' ? 'torque' : 'checked',
    when,
  };
}
