import type { Bin } from '../plumbing/bins.ts';
import type { DockTold } from '../plumbing/dock.ts';
import type { DockMilestone, DockMovement } from '../plumbing/dockWork.ts';
import { localParts } from '../plumbing/localTime.ts';
import { withGs1CheckDigit } from '../world/checkDigits.ts';

const zone = 'America/New_York';
const types = { pick: 'PK', ship: 'SH', count: 'AD' };
const codes = { packed: 'PCK', loaded: 'LDD', departed: 'DEP', delivered: 'DLV' };

export type FileKind = 'MOV' | 'MIL' | 'STK';

export function headOf(kind: FileKind, number: number, at: number): string {
  return columns(`H${kind} ${digits(number, 10)}${localText(at)}`, 80);
}

export function lineOf(told: DockTold): string {
  const when = told.dirt === 'date-zero' ? '00000000000000' : localText(told.at);
  return told.kind === 'movement' ? movementLine(told, when) : milestoneLine(told, when);
}

function movementLine(told: DockMovement & { n: number }, when: string): string {
  const { quantity, unit } = packed(Math.abs(told.quantity), told.unit);
  const from = told.type === 'pick' ? 'A01' : 'DOCK1';
  const to = told.type === 'pick' ? 'DOCK1' : '';
  const sign = told.quantity < 0 ? '-' : '+';
  const what = columns(told.item, 18) + thousandths(quantity) + sign + columns(unit, 2);
  const where = told.type === 'count' ? columns('A01', 16) : columns(from, 8) + columns(to, 8);
  return columns(
    `L${columns(`CM${digits(told.n, 10)}`, 12)}${types[told.type]}${what}${where}${columns(told.delivery, 10)}${columns(told.line, 6)}${when}`,
    100,
  );
}

function milestoneLine(told: DockMilestone & { n: number }, when: string): string {
  const sscc = withGs1CheckDigit(`0401234500${digits(told.unit, 7)}`);
  const weight = digits(Math.round(told.kilos * 2.20462262 * 10), 10);
  return columns(
    `L${columns(`CS${digits(told.n, 10)}`, 12)}${columns(told.delivery, 10)}${codes[told.code]}${when}${sscc}${weight}${columns(told.carrier, 10)}${columns(told.salesOrder, 22)}`,
    100,
  );
}

/** What may be picked of a bin, or is held of it (`H`). */
export function stockLine(bin: Bin, status: '' | 'H'): string {
  const { quantity, unit } = packed(bin.quantity, bin.unit);
  return columns(
    `L${columns(bin.item, 18)}${columns('A01', 8)}${thousandths(quantity)}+${columns(unit, 2)}${localText(bin.countedAt)}${status}`,
    100,
  );
}

/** Pieces are counted by the dozen whenever that comes out even. */
function packed(quantity: number, unit: string): { quantity: number; unit: string } {
  return unit === 'EA' && quantity > 0 && quantity % 12 === 0
    ? { quantity: quantity / 12, unit: 'DZ' }
    : { quantity, unit };
}

const digits = (value: number, length: number) => String(value).padStart(length, '0');
const thousandths = (quantity: number) => digits(Math.round(quantity * 1000), 12);
const columns = (text: string, length: number) => text.slice(0, length).padEnd(length);

export function localText(at: number): string {
  const p = localParts(at, zone);
  return p.year + p.month + p.day + p.hour + p.minute + p.second;
}
