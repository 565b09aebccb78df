import { localParts } from '../plumbing/localTime.ts';
import type { Told } from '../plumbing/told.ts';

const zone = 'America/Monterrey';
const phases = { start: 'INI', progress: 'PAR', final: 'FIN' };
const types = { issue: 'SAL', receipt: 'ENT', scrap: 'MER' };
const reasons = { material: 'MAT', machine: 'MAQ', operator: 'OPE' };
const operators = ['Muñoz', 'Ibáñez', 'Peña', 'García'];

export const files = {
  confirmation: {
    prefix: 'CONF',
    header: 'FOLIO;ORDEN;OPERACION;TIPO;BUENAS;MERMA;MOTIVO;UNIDAD;FECHA;TURNO;OPERADOR',
  },
  movement: {
    prefix: 'MOV',
    header: 'FOLIO;ORDEN;RENGLON;TIPO;MATERIAL;DESCRIPCION;CANTIDAD;UNIDAD;ALMACEN;LOTE;FECHA',
  },
  hold: { prefix: 'CAL', header: 'FOLIO;CASO;ACCION;MATERIAL;ORDEN;LOTE;CANTIDAD;UNIDAD;TEXTO;FECHA' },
} as const;

const folio = (prefix: string, n: number) => prefix + String(n).padStart(8, '0');

/** An event as a line of a file; `,` is the decimal sign. */
export function rowOf(told: Told): string {
  const amount = (text: string) =>
    Number.isNaN(Number(text)) ? text : Number(text).toFixed(3).replace('.', ',');
  const when = told.dirt === 'date-zero' ? '00/00/0000 00:00:00' : localText(told.at);
  if (told.kind === 'confirmation') {
    const reason = told.reason ? reasons[told.reason] : '';
    const good = [
      folio('MC', told.n),
      told.order,
      Number(told.operation),
      phases[told.phase],
      amount(told.quantity),
    ];
    return [
      ...good,
      amount(told.scrap),
      reason,
      told.unit,
      when,
      (told.n % 3) + 1,
      operators[told.n % 4],
    ].join(';');
  }
  if (told.kind === 'movement') {
    const what = [
      types[told.type],
      told.item,
      told.type === 'issue' ? 'Pieza de válvula' : 'Bomba',
      amount(told.quantity),
    ];
    const place = told.place === 'finished' ? 'FG01' : 'RM01';
    return [folio('MM', told.n), told.order, told.line, ...what, told.unit, place, '', when].join(';');
  }
  const action = told.action === 'hold' ? 'RETENER' : 'LIBERAR';
  const caseNumber = `Q-26-${String(Math.ceil(told.n / 2)).padStart(4, '0')}`;
  return [
    folio('MQ', told.n),
    caseNumber,
    action,
    told.item,
    told.order,
    '',
    amount(told.quantity),
    told.unit,
    'Prueba de presión',
    when,
  ].join(';');
}

function localText(at: number): string {
  const p = localParts(at, zone);
  return `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}:${p.second}`;
}
