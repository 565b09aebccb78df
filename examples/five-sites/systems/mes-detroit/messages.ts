import type { Fields } from '../plumbing/fields.ts';
import type { Told } from '../plumbing/told.ts';

const events = { start: 'START', progress: 'PARTIAL', final: 'COMPLETE' };
const types = { issue: 'ISSUE', receipt: 'RECEIPT', scrap: 'SCRAP' };
const reasons = { material: 'MAT', machine: 'MCH', operator: 'OPR' };
const id = (prefix: string, n: number) => `${prefix}-${String(n).padStart(8, '0')}`;

/** A decimal comma cannot be a JSON number: it goes out as the text it was typed. */
const number = (text: string) => (Number.isNaN(Number(text)) ? text : Number(text));

/** An event as it goes over MQTT. */
export function messageOf(told: Told): Fields {
  const times = { ts: told.at };
  if (told.kind === 'confirmation')
    return {
      id: id('DC', told.n),
      order: told.order,
      op: Number(told.operation),
      event: events[told.phase],
      good: number(told.quantity),
      scrap: number(told.scrap),
      scrapReason: told.reason ? reasons[told.reason] : null,
      uom: told.unit,
      ...times,
      operator: `op-${told.n % 40}`,
    };
  if (told.kind === 'movement')
    return {
      id: id('DM', told.n),
      order: told.order,
      line: told.line === '' ? null : Number(told.line),
      type: types[told.type],
      part: told.item,
      qty: number(told.quantity),
      uom: told.unit,
      loc: told.place === 'finished' ? 'FG01' : 'RM01',
      lot: null,
      ...times,
      recorded: told.entered,
    };
  return {
    id: id('DH', told.n),
    case: `Q-26-${String(Math.ceil(told.n / 2)).padStart(4, '0')}`,
    action: told.action.toUpperCase(),
    part: told.item,
    order: told.order,
    lot: null,
    qty: number(told.quantity),
    uom: told.unit,
    text: told.action === 'hold' ? 'leak test' : 'tight again',
    ...times,
  };
}
