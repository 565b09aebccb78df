import { testRules } from '../../src/quality/ruleTable.testing.ts';
import { rules } from './rules.ts';

const operation = {
  operationNo: '0010',
  name: 'turn',
  workCenter: 'wc~detroit~LATHE1',
  control: 'internal',
  run: { time: 'PT5M', per: { value: '1', unit: 'EA' } },
};

const sound = {
  status: 'released',
  item: { item: 'itm_01JN7Q00000000000000000000' },
  site: 'detroit',
  alternative: '1',
  revision: 'A',
  effective: { from: '2025-01-01' },
  operations: [operation, { ...operation, operationNo: '0020', name: 'mill' }],
};

const chain = (...next: string[][]) => ({
  operations: next.map((names, i) => ({ ...operation, operationNo: `00${i + 1}0`, next: names })),
});

testRules('routing', rules, sound, [
  {
    rule: 'RT-03',
    accepts: {
      operations: [
        { ...operation, control: 'subcontract', subcontract: { supplier: 'sup_01JN7Q00000000000000000000' } },
      ],
    },
    refuses: { operations: [{ ...operation, control: 'subcontract' }] },
    field: 'operations[0].subcontract.supplier',
  },
  {
    rule: 'RT-04',
    accepts: chain(['0020', '0030'], ['0030'], []),
    refuses: chain(['0020'], ['0010']),
    field: 'operations',
  },
  { rule: 'RT-04', accepts: chain(['0020'], []), refuses: chain(['0099']), field: 'operations[0].next' },
  {
    rule: 'RT-05',
    accepts: { operations: [operation] },
    refuses: { operations: [{ ...operation, run: { ...operation.run, time: 'PT0S' } }] },
    field: 'operations[0].run.time',
  },
]);
