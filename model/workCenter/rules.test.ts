import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const sound = {
  status: 'active',
  site: 'detroit',
  code: 'LATHE1',
  names: { en: 'Lathe 1' },
  level: 'workCenter',
  kind: 'machine',
  calendar: 'two-shift',
};

testRules('workCenter', rules, sound, [
  {
    rule: 'WC-02',
    accepts: { capacity: { efficiency: '200' } },
    refuses: { capacity: { efficiency: '0' } },
    field: 'capacity.efficiency',
  },
  {
    rule: 'WC-04',
    accepts: { status: 'planned', calendar: null },
    refuses: { calendar: null },
    field: 'calendar',
  },
]);
