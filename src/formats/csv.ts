import { encodeCsv } from './csvEncode.ts';
import { csvRecords } from './csvRecords.ts';
import type { CsvSettings } from './csvSettings.ts';
import type { Format } from './format.ts';
import { defaultRecordLimit } from './limits.ts';
import { decoding } from './recordReader.ts';
import { encodeText, textDecoding } from './text.ts';

export function csv(settings: CsvSettings = {}): Format {
  const { encoding = 'utf-8', recordLimit = defaultRecordLimit, quote = '"' } = settings;
  const dialect = { delimiter: settings.delimiter ?? ',', quote, escape: settings.escape ?? quote };
  return {
    contentType: 'text/csv',
    extension: 'csv',
    ...decoding(
      () => textDecoding(() => encoding),
      () => csvRecords(settings, dialect, encoding, recordLimit),
    ),
    encode: (documents) => encodeText(encodeCsv(documents, settings, dialect), encoding),
  };
}
