import type { LaterRule } from '../../src/quality/rule.ts';

/** Rules of every document that need other records. Double line numbers and unknown currencies are refused by the schema. */
export const documentLater: readonly LaterRule[] = [
  {
    id: 'DC-01',
    severity: 'E',
    meaning: 'a line unit converts to the base unit of the item',
    needs: 'the item',
  },
  {
    id: 'DC-04',
    severity: 'E',
    meaning: 'party and item are known and not obsolete',
    needs: 'the party and the item',
  },
  { id: 'DC-08', severity: 'E', meaning: 'no line is removed once executed', needs: 'the document before' },
  {
    id: 'DC-09',
    severity: 'W',
    meaning: 'a change is not older than the last one',
    needs: 'the document before',
  },
];

/** ST-01, for everything with a status. */
export const statusLater: LaterRule = {
  id: 'ST-01',
  severity: 'W',
  meaning: 'a status moves forward on the main chain or along an arrow',
  needs: 'the record before',
};
