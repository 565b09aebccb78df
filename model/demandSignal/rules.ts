import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { factLater, factTimeRules } from '../rules/fact.ts';
import { periodEnd, periodStart } from '../rules/periods.ts';

export const rules: readonly Rule[] = [
  ...factTimeRules,
  { id: 'DS-01', severity: 'E', meaning: 'buckets do not overlap', check: overlapping },
  { id: 'DS-02', severity: 'E', meaning: 'quantities are not negative', check: negative },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  {
    id: 'DS-01',
    severity: 'E',
    meaning: 'fiscal buckets do not overlap',
    needs: "the company's fiscal calendar",
  },
  {
    id: 'DS-03',
    severity: 'W',
    meaning: 'a firm bucket changes by 50 % at most',
    needs: 'the version before',
  },
  {
    id: 'DS-04',
    severity: 'E',
    meaning: 'a newer version replaces the whole horizon it names',
    needs: 'the version before',
  },
  { id: 'DS-05', severity: 'W', meaning: 'a cumulative quantity does not fall', needs: 'the version before' },
];

interface Bucket {
  from: string;
  to: string;
  name: string;
  index: number;
}

function overlapping(record: JsonObject): Breach[] {
  const sorted = objectsAt(record, 'buckets')
    .flatMap((bucket, index) => toBucket(bucket, index))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return sorted.flatMap((bucket, i) => {
    const before = sorted[i - 1];
    if (before === undefined || before.to <= bucket.from) return [];
    return [
      { field: `buckets[${bucket.index}].period`, value: bucket.name, detail: `overlaps ${before.name}` },
    ];
  });
}

function toBucket(bucket: JsonObject, index: number): Bucket[] {
  const [kind, name] = [textAt(bucket, 'period.kind'), textAt(bucket, 'period.value')];
  const [from, to] = [periodStart(kind, name), periodEnd(kind, name)];
  return from === undefined || to === undefined ? [] : [{ from, to, name: name!, index }];
}

function negative(record: JsonObject): Breach[] {
  return objectsAt(record, 'buckets').flatMap((bucket, i) => {
    const value = textAt(bucket, 'quantity.value');
    return value?.startsWith('-')
      ? [{ field: `buckets[${i}].quantity.value`, value, detail: 'below zero' }]
      : [];
  });
}
