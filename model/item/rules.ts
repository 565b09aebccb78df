import { scaled } from '../../src/quality/decimal.ts';
import { compareQuantities } from '../../src/quality/quantities.ts';
import { entriesAt, objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { statusLater } from '../rules/document.ts';
import { wrongIdentifiers, wrongNumber } from '../rules/identifiers.ts';

export { unique } from './unique.ts';

export const rules: readonly Rule[] = [
  {
    id: 'IT-02',
    severity: 'E',
    meaning: 'GTINs have a valid check digit and each names one unit',
    check: wrongGtins,
  },
  { id: 'IT-03', severity: 'E', meaning: 'the base unit is in `units` with factor 1/1', check: baseUnitRow },
  { id: 'IT-05', severity: 'E', meaning: 'factors of units are whole numbers above 0', check: wrongFactors },
  { id: 'IT-06', severity: 'W', meaning: 'gross weight is not below net weight', check: grossBelowNet },
  {
    id: 'IT-07',
    severity: 'E',
    meaning: 'an item with shelf life is tracked by lot',
    check: shelfLifeWithoutLot,
  },
  {
    id: 'IT-08',
    severity: 'E',
    meaning: 'the largest lot size is not below the least',
    check: lotSizesCrossed,
  },
  {
    id: 'IT-09',
    severity: 'W',
    meaning: 'an active item is active at one site at least',
    check: nowhereActive,
  },
  {
    id: 'IT-13',
    severity: 'E',
    meaning: 'a tariff code has the digits its country asks for',
    check: wrongTariffCodes,
  },
  {
    id: 'IT-15',
    severity: 'W',
    meaning: 'the least lot size is a multiple of the rounding value',
    check: unevenLotSize,
  },
  { id: 'IT-16', severity: 'E', meaning: 'the count unit of a site is in `units`', check: unknownCountUnits },
];

export const later: readonly LaterRule[] = [
  {
    id: 'IT-04',
    severity: 'E',
    meaning: 'the base unit stands after the first movement',
    needs: 'the movements',
  },
  {
    id: 'IT-10',
    severity: 'E',
    meaning: 'no cycle of successors, and the dimension of the successor is the same',
    needs: 'the successors',
  },
  {
    id: 'IT-11',
    severity: 'W',
    meaning: 'make has a released bom, buy a source',
    needs: 'boms and suppliers',
  },
  {
    id: 'IT-12',
    severity: 'W',
    meaning: 'no open demand after the end date of a phase-out',
    needs: 'the orders',
  },
  statusLater,
];

function wrongGtins(record: JsonObject): Breach[] {
  const units = objectsAt(record, 'units').map((unit, i) => ({
    gtin: textAt(unit, 'gtin'),
    field: `units[${i}].gtin`,
  }));
  const seen = new Set<string>();
  const twice = units.filter(({ gtin }) => gtin !== undefined && (seen.has(gtin) || !seen.add(gtin)));
  return [
    ...wrongIdentifiers(record, 'identifiers'),
    ...units.flatMap(({ gtin, field }) => wrongNumber('gtin', gtin, field)),
    ...twice.map(({ gtin, field }) => ({ field, value: gtin!, detail: `${gtin} names two units` })),
  ];
}

function baseUnitRow(record: JsonObject, { profile }: Known): Breach | undefined {
  const base = textAt(record, 'baseUnit');
  const rows = objectsAt(record, 'units');
  if (base === undefined || rows.length === 0) return undefined;
  const row = rows.find((unit) => unit['unit'] === base);
  if (row === undefined) {
    return profile === 'golden' ? { field: 'units', detail: `no row for the base unit ${base}` } : undefined;
  }
  if (row['numerator'] === row['denominator']) return undefined;
  return {
    field: `units[${rows.indexOf(row)}]`,
    detail: `${base} is ${row['numerator']}/${row['denominator']} of itself`,
  };
}

function wrongFactors(record: JsonObject): Breach[] {
  return objectsAt(record, 'units').flatMap((unit, i) =>
    ['numerator', 'denominator']
      .filter((name) => !/^[1-9]\d*$/.test(textAt(unit, name) ?? ''))
      .map((name) => ({
        field: `units[${i}].${name}`,
        value: String(unit[name]),
        detail: 'no whole number above 0',
      })),
  );
}

function grossBelowNet(record: JsonObject, { units }: Known): Breach | undefined {
  const [gross, net] = [objectAt(record, 'grossWeight'), objectAt(record, 'netWeight')];
  if (compareQuantities(gross, net, units) !== -1) return undefined;
  return { field: 'grossWeight', value: String(gross!['value']), detail: 'below the net weight' };
}

function shelfLifeWithoutLot(record: JsonObject): Breach | undefined {
  const tracking = textAt(record, 'tracking');
  if (objectAt(record, 'shelfLife') === undefined || tracking === undefined) return undefined;
  if (tracking === 'lot' || tracking === 'both') return undefined;
  return { field: 'tracking', value: tracking, detail: `shelf life is set, but tracking is ${tracking}` };
}

function lotSizesCrossed(record: JsonObject, { units }: Known): Breach[] {
  return entriesAt(record, 'sites').flatMap(([site, entry]) => {
    const [max, min] = [objectAt(entry, 'lotSize.max'), objectAt(entry, 'lotSize.min')];
    if (compareQuantities(max, min, units) !== -1) return [];
    return [
      {
        field: `sites.${site}.lotSize.max`,
        value: String(max!['value']),
        detail: 'below the least lot size',
      },
    ];
  });
}

function nowhereActive(record: JsonObject): Breach | undefined {
  const sites = entriesAt(record, 'sites');
  if (record['status'] !== 'active' || sites.length === 0) return undefined;
  if (sites.some(([, { status }]) => status === 'active' || status === undefined)) return undefined;
  return { field: 'sites', detail: 'active, but at no site' };
}

/** Dots and spaces are how tariffs are printed. Digits: USA 10, European Union 8 or 10, else at least the 6 of the HS. */
function wrongTariffCodes(record: JsonObject): Breach[] {
  const codes = objectAt(record, 'tariffCodes') ?? {};
  return Object.entries(codes).flatMap(([country, code]) => {
    const digits = String(code).replaceAll(/[ .]/g, '');
    if (tariffPattern(country).test(digits)) return [];
    return [
      {
        field: `tariffCodes.${country}`,
        value: String(code),
        detail: `${code} is no tariff code of ${country}`,
      },
    ];
  });
}

const union = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

function tariffPattern(country: string): RegExp {
  if (country === 'US') return /^\d{10}$/;
  return union.has(country) ? /^(\d{8}|\d{10})$/ : /^\d{6,12}$/;
}

function unevenLotSize(record: JsonObject): Breach[] {
  return entriesAt(record, 'sites').flatMap(([site, entry]) => {
    const [multiple, min] = [objectAt(entry, 'lotSize.multiple'), objectAt(entry, 'lotSize.min')];
    if (multiple === undefined || min === undefined || multiple['unit'] !== min['unit']) return [];
    const [step, least] = [scaled(String(multiple['value'])), scaled(String(min['value']))];
    if (step <= 0n || least % step === 0n) return [];
    return [
      {
        field: `sites.${site}.lotSize.min`,
        value: String(min['value']),
        detail: `no multiple of ${multiple['value']}`,
      },
    ];
  });
}

function unknownCountUnits(record: JsonObject, { profile }: Known): Breach[] {
  if (profile !== 'golden') return [];
  const known = new Set(objectsAt(record, 'units').map((unit) => unit['unit']));
  return entriesAt(record, 'sites').flatMap(([site, entry]) => {
    const unit = textAt(entry, 'countUnit');
    if (unit === undefined || known.has(unit)) return [];
    return [{ field: `sites.${site}.countUnit`, value: unit, detail: `${unit} has no row in units` }];
  });
}
