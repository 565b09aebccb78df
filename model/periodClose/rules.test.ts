import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const sound = {
  status: 'softClosed',
  company: 'us01',
  ledger: 'inventory',
  period: { kind: 'month', value: '2025-02' },
  sites: { detroit: { state: 'softClosed', watermark: '2025-03-01T00:00:00.000Z', parkedCount: 0 } },
};

testRules('periodClose', rules, sound, [
  {
    rule: 'PC-01',
    accepts: { status: 'open', sites: { detroit: { watermark: '2025-02-27T00:00:00.000Z' } } },
    refuses: { sites: { detroit: { watermark: '2025-02-28T23:59:59.999Z' } } },
    field: 'sites.detroit.watermark',
  },
  {
    rule: 'PC-01',
    accepts: { status: 'open', sites: { detroit: { parkedCount: 1 } } },
    refuses: { sites: { detroit: { parkedCount: 1 } } },
    field: 'sites.detroit.parkedCount',
  },
]);
