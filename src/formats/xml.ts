import type { Format } from './format.ts';
import { defaultRecordLimit } from './limits.ts';
import { decoding } from './recordReader.ts';
import { encodeText, isKnownEncoding, textDecoding } from './text.ts';
import { encodeXml } from './xmlEncode.ts';
import { xmlRecords } from './xmlRecords.ts';
import type { XmlSettings } from './xmlSettings.ts';

/** Long enough to hold an XML declaration. */
const declarationLength = 256;

export function xml(settings: XmlSettings = {}): Format {
  const limit = settings.recordLimit ?? defaultRecordLimit;
  return {
    contentType: 'application/xml',
    extension: 'xml',
    ...decoding(
      () => textDecoding((head) => settings.encoding ?? declaredEncoding(head), declarationLength),
      () => xmlRecords(settings, limit),
    ),
    encode: (documents) => encodeText(encodeXml(documents, settings), settings.encoding ?? 'utf-8'),
  };
}

function declaredEncoding(head: Buffer): string {
  const [, name = 'utf-8'] =
    /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.toString('latin1')) ?? [];
  return isKnownEncoding(name) ? name : 'utf-8';
}
