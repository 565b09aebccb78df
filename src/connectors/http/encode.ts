import type { Format } from '../../formats/format.ts';
import type { Json } from '../../vocabulary/json.ts';

/** Documents as a request body. */
export interface Encoder {
  contentType: string;
  /** `list`: for a bulk call, wrapped in the field `wrapper` when there is one. */
  encode(documents: readonly Json[], as: 'one' | 'list', wrapper?: string): string | Uint8Array;
}

/** JSON, or the format the interface declares; a declared format knows no wrapper. */
export function createEncoder(format: Format | undefined): Encoder {
  if (format !== undefined)
    return { contentType: format.contentType, encode: (documents) => format.encode(documents) };
  return {
    contentType: 'application/json',
    encode(documents, as, wrapper) {
      if (as === 'one') return JSON.stringify(documents[0]);
      return JSON.stringify(wrapper === undefined ? documents : { [wrapper]: documents });
    },
  };
}
