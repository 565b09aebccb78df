import { textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { factLater, factTimeRules } from '../rules/fact.ts';

export const rules: readonly Rule[] = [
  ...factTimeRules,
  { id: 'JS-03', severity: 'E', meaning: 'debit and credit are in one currency', check: twoCurrencies },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  {
    id: 'JS-01',
    severity: 'E',
    meaning: 'debit equals credit per company and kind of document',
    needs: 'the summaries of the other accounts',
  },
  {
    id: 'JS-02',
    severity: 'W',
    meaning: 'a stock account moved as the valued movements did',
    needs: 'the movements',
  },
  { id: 'JS-03', severity: 'E', meaning: 'one currency per company', needs: 'the landscape' },
];

function twoCurrencies(record: JsonObject): Breach | undefined {
  const [debit, credit] = [textAt(record, 'debit.currency'), textAt(record, 'credit.currency')];
  if (debit === undefined || credit === undefined || debit === credit) return undefined;
  return { field: 'credit.currency', value: credit, detail: `debit is in ${debit}` };
}
