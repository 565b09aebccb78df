import { withGs1CheckDigit } from '../../examples/five-sites/systems/world/checkDigits.ts';
import { random } from '../../examples/five-sites/systems/world/prng.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import type { Row } from './adventureworksFiles.ts';

/** A product as a system's extract has it; `truth` is what it is, and goes into no system. */
export interface Told {
  truth: string;
  document: JsonObject;
}

type Random = ReturnType<typeof random>;

const MISTYPED = 0.05;
/** Numbers of the old system are kept for most of what was taken over. */
const LEGACY_KEPT = 0.9;

/** AdventureWorks as na-erp has it: its own numbers, pieces, pounds, centimetres; with the numbers that such products carry in practice. */
export function firstSystem(products: readonly Row[], vendors: ReadonlyMap<string, string>): Told[] {
  return products.map((row) => ({
    truth: row['ProductID']!,
    document: {
      no: row['ProductNumber']!,
      name: row['Name']!,
      type: typeOf(row),
      group: row['ProductSubcategoryID']!,
      unit: 'EA',
      ...measures(row, FIRST),
      ...numbersOf(row, vendors),
    },
  }));
}

/**
 * The same products in a system of their own: other numbers, descriptions rewritten, kilograms, grams and inches, small parts counted by the dozen
 * and what is worn or trodden by the pair, so that their weights are those of a dozen and a pair; some mistyped.
 */
export function secondSystem(
  products: readonly Row[],
  vendors: ReadonlyMap<string, string>,
  seed: number,
): Told[] {
  const chance = random(seed, 'second system');
  return chance.shuffle(products).map((row, i) => {
    const document: JsonObject = {
      no: String(70_000_000 + i * 7),
      name: rewritten(row['Name']!, chance),
      type: typeOf(row),
      group: row['ProductSubcategoryID']!,
      ...countedAs(row),
      ...numbersOf(row, vendors),
      ...(chance.chance(LEGACY_KEPT) && { legacy: row['ProductNumber']!.replaceAll('-', '') }),
    };
    if (chance.chance(MISTYPED)) mistype(document, chance);
    return { truth: row['ProductID']!, document };
  });
}

/** What is sold has a GTIN and a tariff code; what is bought the numbers of its maker; what is made a drawing. */
function numbersOf(row: Row, vendors: ReadonlyMap<string, string>): JsonObject {
  const id = row['ProductID']!.padStart(5, '0');
  const vendor = vendors.get(row['ProductID']!);
  return {
    ...(row['FinishedGoodsFlag'] === 'True' && {
      gtin: withGs1CheckDigit(`0614141${id}`),
      tariff: `8712${row['ProductSubcategoryID']!.padStart(2, '0')}`,
    }),
    ...(vendor !== undefined && {
      maker: vendor,
      mpn: `${vendor.slice(0, 2)}-${Number(id) * 97 + 100_000}`,
      supplierPart: `${Number(id) * 13 + 40_000}`,
    }),
    ...(row['MakeFlag'] === 'True' && { drawing: `D-${Number(id) * 31 + 200_000}` }),
  };
}

function typeOf(row: Row): string {
  if (row['MakeFlag'] === 'True')
    return row['FinishedGoodsFlag'] === 'True' ? 'finishedGood' : 'semiFinished';
  return row['FinishedGoodsFlag'] === 'True' ? 'tradedGood' : 'component';
}

/** In which units a system writes what of a product, and how many pieces it counts as one. */
interface Measuring {
  pieces: number;
  weight: 'LBR' | 'KGM' | 'GRM';
  size: 'CMT' | 'INH';
}

const FIRST: Measuring = { pieces: 1, weight: 'LBR', size: 'CMT' };
const POUNDS = { LBR: 1, KGM: 0.45359237, GRM: 453.59237 };
const CENTIMETRES = { CMT: 1, INH: 1 / 2.54 };

const BY_THE_DOZEN = /Nut|Bolt|Washer|Ball|Blade|Decal|Reflector|Tube|Pin|Patch|Plate|Spokes|Nipple/;
const BY_THE_PAIR = /Pedal|Socks|Gloves|Grip|Crankarm|Fork End|Fork Crown/;

function countedAs(row: Row): JsonObject {
  const name = row['Name']!;
  const [unit, pieces] = BY_THE_DOZEN.test(name)
    ? ['DZN', 12]
    : BY_THE_PAIR.test(name)
      ? ['PR', 2]
      : ['EA', 1];
  const weight = row['WeightUnitMeasureCode'] === 'LB' ? 'KGM' : 'GRM';
  return { unit: unit as string, ...measures(row, { pieces: pieces as number, weight, size: 'INH' }) };
}

function measures(row: Row, { pieces, weight: weightUnit, size: sizeUnit }: Measuring): JsonObject {
  const weight = Number(row['Weight']);
  const pounds = row['WeightUnitMeasureCode'] === 'LB' ? weight : weight / POUNDS.GRM;
  const heavy = pounds * pieces * POUNDS[weightUnit];
  const long = (row['SizeUnitMeasureCode'] ? Number(row['Size']) : 0) * CENTIMETRES[sizeUnit];
  return {
    ...(heavy > 0 && { weight: heavy.toFixed(3), weightUnit }),
    ...(long > 0 && { length: long.toFixed(2), sizeUnit }),
  };
}

const SHORT: Record<string, string> = {
  Mountain: 'MTN',
  Touring: 'TOUR',
  Black: 'BLK',
  Silver: 'SLVR',
  Yellow: 'YEL',
  Frame: 'FRM',
  Handlebars: 'HANDLEBAR',
  Wheel: 'WHL',
  Assembly: 'ASSY',
  Front: 'FRT',
  Washer: 'WSHR',
};

/** As another hand writes it: capitals, other order, abbreviations, other marks. */
function rewritten(name: string, chance: Random): string {
  const words = name.split(/[\s,]+|\s-\s/).filter((word) => word !== '' && word !== '-');
  const shortened = words.map((word) => (chance.chance(0.4) ? (SHORT[word] ?? word) : word));
  const [first = '', ...rest] = shortened;
  const turned = chance.chance(0.3) && rest.length > 0 ? [...rest, first] : shortened;
  return turned.join(chance.chance(0.5) ? ' ' : ', ').toUpperCase();
}

/** One slip of the keys in one of the fields that a person types. */
function mistype(document: JsonObject, chance: Random): void {
  const typed = ['name', 'legacy', 'mpn', 'supplierPart', 'drawing', 'weight'];
  const field = chance.pick(typed.filter((name) => document[name] !== undefined));
  const text = String(document[field]);
  const at = chance.int(0, text.length - 2);
  const slips = [
    () => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at + 1) + text.slice(at),
    () => text.slice(0, at) + slipOf(text[at]!, chance) + text.slice(at + 1),
  ];
  document[field] = field === 'weight' ? (Number(text) * 10).toFixed(3) : chance.pick(slips)();
}

function slipOf(letter: string, chance: Random): string {
  const keys = /\d/.test(letter) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return chance.pick([...keys].filter((key) => key !== letter));
}
