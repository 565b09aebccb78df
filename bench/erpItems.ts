import { withGs1CheckDigit } from '../examples/five-sites/systems/world/checkDigits.ts';

/** A row of an ERP's item table, as its people keep it. */
export interface ErpItem {
  no: string;
  name: string;
  type: string;
  unit: string;
  weight: string;
  weight_unit: string;
  gtin?: string;
  mpn?: string;
  maker?: string;
  legacy?: string;
}

const KINDS = 'Housing Impeller Shaft Seal Cover Bearing Flange Gasket Sleeve Valve'.split(' ');
const METALS = ['cast iron', 'stainless', 'bronze', 'duplex', 'carbon steel'];

/** Items as the first ERP has them: what is sold has a GTIN, what is bought the number of its maker. */
export function naItem(n: number): ErpItem {
  return {
    no: naNumber(n),
    name: `${KINDS[n % 10]}, ${METALS[n % 5]}, size ${(n * 7) % 997}, series ${(n * 13) % 89}`,
    type: n % 3 === 0 ? 'finishedGood' : 'component',
    unit: n % 20 === 0 ? 'KG' : 'PCE',
    weight: weightOf(n).toFixed(3),
    weight_unit: 'KGM',
    ...(n % 10 < 6 && { gtin: withGs1CheckDigit(`06141${String(n).padStart(6, '0')}`) }),
    ...(n % 10 >= 4 && { mpn: `M${n * 97 + 100_000}`, maker: `V${n % 211}` }),
  };
}

const ALONE = 500_000;

/** The same things as the second ERP has them: under other numbers, turned names, pounds, and mostly with the number that they had before. From `shared` on it has things of its own. */
export function euItem(n: number, shared: number): ErpItem {
  const truth = n < shared ? n : n + ALONE;
  const item = naItem(truth);
  return {
    ...item,
    no: euNumber(n),
    name: item.name.split(', ').reverse().join(' ').toUpperCase(),
    unit: item.unit === 'KG' ? 'KGM' : 'ST',
    weight: (weightOf(truth) / 0.45359237).toFixed(3),
    weight_unit: 'LBR',
    ...(n % 10 !== 3 && { legacy: item.no.replace('-', '') }),
  };
}

export function naNumber(n: number): string {
  return `A-${String(n).padStart(6, '0')}`;
}

export function euNumber(n: number): string {
  return String(70_000_000 + n * 7);
}

function weightOf(n: number): number {
  return 1 + ((n * 31) % 9973) / 10;
}
