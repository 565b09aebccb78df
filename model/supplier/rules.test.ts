import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const address = {
  id: '1',
  uses: ['legal'],
  lines: ['Hauptstr. 1'],
  city: 'Stuttgart',
  postalCode: '70173',
  country: 'DE',
};

const sound = {
  number: '100045',
  status: 'active',
  name: 'Müller Guss GmbH',
  identifiers: [{ scheme: 'vat', value: 'DE136695976' }],
  addresses: [address],
};

testRules('supplier', rules, sound, [
  {
    rule: 'PA-01',
    accepts: { addresses: [address] },
    refuses: { addresses: [{ id: '1', uses: ['legal'], city: 'Stuttgart' }] },
    field: 'addresses',
  },
  {
    rule: 'PA-02',
    accepts: {
      identifiers: [
        { scheme: 'vat', value: 'CZ123' },
        { scheme: 'lei', value: '5493001KJTIIGC8Y1R12' },
      ],
    },
    refuses: { identifiers: [{ scheme: 'vat', value: 'DE136695977' }] },
    field: 'identifiers[0].value',
  },
  {
    rule: 'PA-02',
    accepts: { addresses: [{ ...address, gln: '4012345000009' }] },
    refuses: { addresses: [{ ...address, gln: '4012345000001' }] },
    field: 'addresses[0].gln',
  },
  {
    rule: 'PA-03',
    accepts: { addresses: [{ ...address, region: 'DE-BW' }] },
    refuses: { addresses: [{ ...address, region: 'US-MI' }] },
    field: 'addresses[0].region',
  },
  {
    rule: 'PA-04',
    accepts: { addresses: [address, { ...address, id: '2', uses: ['ship'] }] },
    refuses: { addresses: [address, { ...address, id: '2' }] },
    field: 'addresses',
  },
  {
    rule: 'PA-04',
    accepts: { addresses: [{ ...address, uses: ['ship'] }] },
    refuses: {
      addresses: [
        { ...address, uses: ['ship'] },
        { ...address, id: '2', uses: ['bill'] },
      ],
    },
    field: 'addresses',
  },
  {
    rule: 'PA-10',
    accepts: { addresses: [{ ...address, country: 'PL', postalCode: '80-001' }] },
    refuses: { addresses: [{ ...address, country: 'PL', postalCode: '80001' }] },
    field: 'addresses[0].postalCode',
  },
  {
    rule: 'PA-11',
    accepts: { labels: ['foundry'] },
    refuses: { labels: ['ask eva@example.org'] },
    field: 'labels',
  },
]);
