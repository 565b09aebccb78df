import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Writes the items of an ERP as it exports them, one JSON object a line; `unit`: all in this one. */
export async function writeItems(file: string, count: number, unit?: string): Promise<void> {
  await writeLines(file, count, (n) => ({
    ITNO: number(n),
    ITDS: `Pump housing ${n}, cast iron, DN ${25 + (n % 40) * 5}`,
    ITTY: n % 3 === 0 ? 'F' : 'R',
    UNMS: unit ?? (n % 5 === 0 ? 'KG' : 'PCE'),
    OLNO: `OLD-${n}`,
    NEWE: `${1 + (n % 90)}.${n % 10}5`,
    ACQU: n % 2 === 0 ? 'M' : 'P',
    PLNR: `P${n % 17}`,
    CHTS: stamp(n),
    WHGR: 'GENERAL',
    RESP: `BUYER${n % 23}`,
  }));
}

/** Writes the stock movements of a day, against the items of `writeItems`. */
export async function writeMovements(file: string, count: number, items: number): Promise<void> {
  await writeLines(file, count, (n) => ({
    MBLN: String(4_900_000_000 + n),
    ZEIL: '1',
    ITNO: number((n * 7919) % items),
    TRTP: n % 4 === 0 ? '10' : '31',
    TRQT: `${1 + (n % 50)}`,
    UNMS: 'PCE',
    WHLO: `A${n % 12}`,
    RIDN: String(1_000_000 + (n % 5000)),
    TRTS: stamp(n),
    USID: `USER${n % 31}`,
  }));
}

async function writeLines(file: string, count: number, line: (n: number) => object): Promise<void> {
  const out = createWriteStream(file);
  for (let n = 0; n < count; n += 1000) {
    let text = '';
    for (let i = n; i < Math.min(count, n + 1000); i++) text += `${JSON.stringify(line(i))}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

export function number(n: number): string {
  return String(n).padStart(15, '0');
}

function stamp(n: number): string {
  const at = new Date(Date.UTC(2026, 0, 1) + n * 1000);
  return at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
}
