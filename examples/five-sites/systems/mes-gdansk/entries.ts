import { localParts } from '../plumbing/localTime.ts';
import type { Told } from '../plumbing/told.ts';

const phases = { start: 'R', progress: 'C', final: 'Z' };
const types = { issue: 'RW', receipt: 'PW', scrap: 'LI' };
const reasons = { material: 'MA', machine: 'MS', operator: 'OP' };

/** The insert by which an event is booked; a mistyped quantity of `NaN` is a value that `numeric` takes. */
export function entryOf(told: Told): { text: string; values: unknown[] } {
  const p = localParts(told.at, 'Europe/Warsaw');
  const when = `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`;
  const entered = new Date(told.entered).toISOString();
  const place = told.place === 'finished' ? '0001' : '0002';
  if (told.kind === 'confirmation')
    return insert('meldunki', {
      nr_zlecenia: told.order,
      operacja: told.operation,
      rodzaj: phases[told.phase],
      ilosc_dobra: told.quantity,
      ilosc_brak: told.scrap,
      przyczyna: told.reason ? reasons[told.reason] : null,
      jm: told.unit,
      czas: when,
      wpis: entered,
    });
  if (told.kind === 'movement')
    return insert('ruchy', {
      typ: types[told.type],
      material: told.item,
      ilosc: told.quantity,
      jm: told.unit,
      magazyn: place,
      partia: '',
      nr_zlecenia: told.order,
      poz: told.line === '' ? null : Number(told.line),
      czas: when,
      wpis: entered,
    });
  return insert('wstrzymania', {
    sprawa: `Q-26-${told.order}`,
    akcja: told.action === 'hold' ? 'WSTRZYMAJ' : 'ZWOLNIJ',
    material: told.item,
    nr_zlecenia: told.order,
    partia: '',
    ilosc: told.quantity,
    jm: told.unit,
    opis: told.action === 'hold' ? 'próba szczelności' : 'dopuszczono',
    czas: when,
    wpis: entered,
  });
}

function insert(table: string, row: Record<string, unknown>): { text: string; values: unknown[] } {
  const columns = Object.keys(row);
  const marks = columns.map((_, index) => `$${index + 1}`);
  return {
    text: `insert into mes.${table} (${columns}) values (${marks}) returning id`,
    values: Object.values(row),
  };
}
