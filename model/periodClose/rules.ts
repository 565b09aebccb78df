import { entriesAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { statusLater } from '../rules/document.ts';
import { periodEnd } from '../rules/periods.ts';

export const rules: readonly Rule[] = [
  {
    id: 'PC-01',
    severity: 'E',
    meaning: 'soft close only when each site is past the end of the period and has no parked fact in it',
    check: closedTooEarly,
  },
];

export const later: readonly LaterRule[] = [
  {
    id: 'PC-01',
    severity: 'E',
    meaning: 'the same for fiscal periods',
    needs: "the company's fiscal calendar",
  },
  {
    id: 'PC-02',
    severity: 'E',
    meaning: 'a fact posted into a closed period parks, with advice',
    needs: 'the period when a fact arrives',
  },
  {
    id: 'PC-03',
    severity: 'W',
    meaning: 'facts after the soft close are listed per site',
    needs: 'the facts',
  },
  statusLater,
];

function closedTooEarly(record: JsonObject): Breach[] {
  if (record['status'] !== 'softClosed' && record['status'] !== 'closed') return [];
  const end = periodEnd(textAt(record, 'period.kind'), textAt(record, 'period.value'));
  return entriesAt(record, 'sites').flatMap(([site, entry]) => {
    const watermark = textAt(entry, 'watermark');
    const early = end !== undefined && watermark !== undefined && watermark < `${end}T00:00:00.000Z`;
    return [
      ...(early
        ? [{ field: `sites.${site}.watermark`, value: watermark, detail: 'before the end of the period' }]
        : []),
      ...(Number(entry['parkedCount'] ?? 0) > 0
        ? [
            {
              field: `sites.${site}.parkedCount`,
              value: String(entry['parkedCount']),
              detail: 'facts are parked',
            },
          ]
        : []),
    ];
  });
}
