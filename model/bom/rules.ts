import { scaled } from '../../src/quality/decimal.ts';
import { valueAt } from '../../src/quality/quantities.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { statusLater } from '../rules/document.ts';

const hundred = scaled('100');

export const rules: readonly Rule[] = [
  {
    id: 'BM-03',
    severity: 'E',
    meaning: 'quantities of components and outputs are above 0',
    check: notAboveZero,
  },
  { id: 'BM-04', severity: 'E', meaning: 'a component is not the item itself', check: madeOfItself },
  {
    id: 'BM-07',
    severity: 'E',
    meaning: 'as many designators as pieces, when given',
    check: wrongDesignators,
  },
  {
    id: 'BM-08',
    severity: 'E',
    meaning: 'shares of alternates add up to 100, cost shares to 100 at most',
    check: wrongShares,
  },
  { id: 'BM-09', severity: 'W', meaning: 'scrap is not above 30 %', check: muchScrap },
];

export const later: readonly LaterRule[] = [
  {
    id: 'BM-01',
    severity: 'E',
    meaning: 'no cycle over the released boms of a site and use',
    needs: 'the other boms',
  },
  {
    id: 'BM-02',
    severity: 'E',
    meaning: 'the unit of a component converts to its base unit',
    needs: 'the components',
  },
  {
    id: 'BM-05',
    severity: 'E',
    meaning: 'one released revision per item, site, use, alternative, lot size and day',
    needs: 'the other boms',
  },
  {
    id: 'BM-06',
    severity: 'E',
    meaning: 'a component is active at the site on the day',
    needs: 'the components',
  },
  {
    id: 'BM-10',
    severity: 'W',
    meaning: 'a component is extended to the plant that runs the bom',
    needs: 'the components',
  },
  {
    id: 'BM-11',
    severity: 'E',
    meaning: 'an operation number is in the released routing',
    needs: 'the routing',
  },
  statusLater,
];

function notAboveZero(record: JsonObject): Breach[] {
  return ['components', 'outputs'].flatMap((list) =>
    objectsAt(record, list).flatMap((line, i) => {
      const value = valueAt(line, 'quantity');
      if (value === undefined || value > 0n || line['supply'] === 'text') return [];
      return [
        {
          field: `${list}[${i}].quantity.value`,
          value: textAt(line, 'quantity.value')!,
          detail: 'not above 0',
        },
      ];
    }),
  );
}

function madeOfItself(record: JsonObject): Breach[] {
  const item = textAt(record, 'item.item');
  return objectsAt(record, 'components').flatMap((line, i) =>
    item !== undefined && textAt(line, 'item.item') === item
      ? [{ field: `components[${i}].item.item`, value: item, detail: 'the item is its own component' }]
      : [],
  );
}

/** Designators are counted for one piece of the item: quantity ÷ batch. */
function wrongDesignators(record: JsonObject): Breach[] {
  const batch = valueAt(record, 'batch');
  return objectsAt(record, 'components').flatMap((line, i) => {
    const designators = line['designators'];
    const quantity = valueAt(line, 'quantity');
    if (!Array.isArray(designators) || designators.length === 0 || !batch || quantity === undefined)
      return [];
    if (line['basis'] === 'fixed' || BigInt(designators.length) * batch === quantity) return [];
    const detail = `${designators.length} designators for ${textAt(line, 'quantity.value')} per ${textAt(record, 'batch.value')}`;
    return [{ field: `components[${i}].designators`, detail }];
  });
}

function wrongShares(record: JsonObject): Breach[] {
  const alternates = objectsAt(record, 'components').flatMap((line, i) => {
    const shares = sharesOf(objectsAt(line, 'alternates'), 'share');
    const total = shares.reduce((sum, share) => sum + share, 0n);
    return shares.length === 0 || total === hundred
      ? []
      : [{ field: `components[${i}].alternates`, detail: 'the shares do not add up to 100' }];
  });
  const costs = sharesOf(objectsAt(record, 'outputs'), 'costShare').reduce((sum, share) => sum + share, 0n);
  return costs > hundred
    ? [...alternates, { field: 'outputs', detail: 'cost shares above 100' }]
    : alternates;
}

function sharesOf(elements: readonly JsonObject[], name: string): bigint[] {
  return elements.flatMap((element) => {
    const share = textAt(element, name);
    return share === undefined ? [] : [scaled(share)];
  });
}

function muchScrap(record: JsonObject): Breach[] {
  return objectsAt(record, 'components').flatMap((line, i) =>
    (['scrap', 'operationScrap'] as const).flatMap((name) => {
      const scrap = textAt(line, name);
      if (scrap === undefined || scaled(scrap) <= scaled('30')) return [];
      return [{ field: `components[${i}].${name}`, value: scrap, detail: `${scrap} % scrap` }];
    }),
  );
}
