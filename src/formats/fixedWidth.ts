import { encodeFixedWidth } from './fixedWidthEncode.ts';
import { fixedWidthRecords } from './fixedWidthRecords.ts';
import type { FixedWidthSettings } from './fixedWidthSettings.ts';
import type { Format } from './format.ts';
import { defaultRecordLimit } from './limits.ts';
import { decoding } from './recordReader.ts';
import { encodeText, textDecoding } from './text.ts';

export function fixedWidth(settings: FixedWidthSettings): Format {
  const { encoding = 'utf-8', recordLimit = defaultRecordLimit } = settings;
  return {
    contentType: 'text/plain',
    extension: 'txt',
    ...decoding(
      () => textDecoding(() => encoding),
      () => fixedWidthRecords(settings, encoding, recordLimit),
    ),
    encode: (documents) => encodeText(encodeFixedWidth(documents, settings), encoding),
  };
}
