import { expect, test } from 'vitest';
import { messageOf, speakerOf } from '../../test/line.ts';
import type { SourceInterface } from '../landscape/landscape.ts';
import { readArrival } from './arrival.ts';

const header = { number: '4711', status: 'approved', site: 'detroit', documentDate: '2026-01-05' };
const line = { localKey: '4711~1', number: '4711', lines: [{ lineNo: '1' }] };

test('a document told by its own system is asked to be whole', () => {
  expect(read(header, 'complete')).toMatchObject({ code: 'schema-violated', field: 'parties' });
});

test('header and line of a document that is told in parts are read apart and have one key', () => {
  expect(read(header, 'partial')).toMatchObject({ key: 'po~erp~4711', localKey: '4711' });
  expect(read(line, 'partial')).toMatchObject({ key: 'po~erp~4711', localKey: '4711~1' });
});

test('a part of a document is checked for what it says', () => {
  expect(read({ ...header, status: 'later' }, 'partial')).toMatchObject({ field: 'status' });
});

function read(value: Record<string, unknown>, records: SourceInterface['records']) {
  const speaker = speakerOf({
    system: 'erp',
    name: 'orders',
    entity: 'purchaseOrder',
    map: '',
    settings: { records },
  });
  return readArrival(structuredClone(value) as never, 0, speaker, messageOf({}), '2026-01-06T00:00:00.000Z');
}
