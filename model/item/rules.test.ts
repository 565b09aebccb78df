import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const unit = { unit: 'EA', numerator: '1', denominator: '1' };

const sound = {
  number: '4711',
  status: 'active',
  names: { en: 'Pump housing', de: 'Pumpengehäuse' },
  itemType: 'finishedGood',
  baseUnit: 'EA',
  units: [unit, { unit: 'XCT', numerator: '12', denominator: '1', gtin: '4006381333931' }],
  tracking: 'lot',
  identifiers: [{ scheme: 'gtin', value: '96385074' }],
  sites: { detroit: { status: 'active', sourcing: 'make' } },
};

const lotSize = (min: string, max: string, multiple: string) => ({
  sites: {
    detroit: {
      lotSize: {
        min: { value: min, unit: 'EA' },
        max: { value: max, unit: 'EA' },
        multiple: { value: multiple, unit: 'EA' },
      },
    },
  },
});

testRules('item', rules, sound, [
  {
    rule: 'IT-02',
    accepts: { identifiers: [{ scheme: 'gtin', value: '4006381333931' }] },
    refuses: { identifiers: [{ scheme: 'gtin', value: '4006381333932' }] },
    field: 'identifiers[0].value',
  },
  {
    rule: 'IT-02',
    accepts: {
      units: [
        { ...unit, gtin: '96385074' },
        { ...unit, unit: 'XBX', gtin: '4006381333931' },
      ],
    },
    refuses: {
      units: [
        { ...unit, gtin: '96385074' },
        { ...unit, unit: 'XBX', gtin: '96385074' },
      ],
    },
    field: 'units[1].gtin',
  },
  {
    rule: 'IT-03',
    accepts: { units: [{ ...unit, numerator: '2', denominator: '2' }] },
    refuses: { units: [{ ...unit, numerator: '2' }] },
    field: 'units[0]',
  },
  {
    rule: 'IT-03',
    accepts: { units: [unit] },
    refuses: { units: [{ ...unit, unit: 'XCT' }] },
    field: 'units',
  },
  {
    rule: 'IT-05',
    accepts: { units: [unit, { unit: 'DZN', numerator: '12', denominator: '1' }] },
    refuses: { units: [unit, { unit: 'DZN', numerator: '12', denominator: '0' }] },
    field: 'units[1].denominator',
  },
  {
    rule: 'IT-06',
    accepts: { netWeight: { value: '900', unit: 'GRM' }, grossWeight: { value: '1', unit: 'KGM' } },
    refuses: { netWeight: { value: '1001', unit: 'GRM' }, grossWeight: { value: '1', unit: 'KGM' } },
    field: 'grossWeight',
  },
  {
    rule: 'IT-07',
    accepts: { shelfLife: { total: 'P90D' }, tracking: 'both' },
    refuses: { shelfLife: { total: 'P90D' }, tracking: 'serial' },
    field: 'tracking',
  },
  {
    rule: 'IT-08',
    accepts: lotSize('10', '10', '5'),
    refuses: lotSize('10', '5', '5'),
    field: 'sites.detroit.lotSize.max',
  },
  {
    rule: 'IT-09',
    accepts: { sites: { toledo: { status: 'phaseOut', sourcing: 'buy' } } },
    refuses: { sites: { detroit: { status: 'obsolete' } } },
    field: 'sites',
  },
  {
    rule: 'IT-13',
    accepts: { tariffCodes: { US: '8413.91.9096', DE: '84139100', MX: '84139101' } },
    refuses: { tariffCodes: { DE: '8413' } },
    field: 'tariffCodes.DE',
  },
  {
    rule: 'IT-15',
    accepts: lotSize('10', '50', '5'),
    refuses: lotSize('10', '50', '4'),
    field: 'sites.detroit.lotSize.min',
  },
  {
    rule: 'IT-16',
    accepts: { sites: { detroit: { countUnit: 'XCT' } } },
    refuses: { sites: { detroit: { countUnit: 'KGM' } } },
    field: 'sites.detroit.countUnit',
  },
]);
