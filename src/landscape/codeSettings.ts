import Type, { type Static } from 'typebox';
import { code, settings } from './settingTypes.ts';

/** Every setting of `codes/*.yaml`, declared once. */
export const codeSettings = settings(
  {
    list: Type.String({ description: 'Canonical code list.', minLength: 1, examples: ['unit'] }),
    system: code({ description: 'System that writes these values.', examples: ['na-erp'] }),
    values: Type.Record(Type.String(), Type.String({ minLength: 1 }), {
      description:
        "The system's value: the canonical value. Of several for one canonical value the first is what the hub sends.",
      examples: [{ PCE: 'EA', KG: 'KGM' }],
    }),
  },
  { title: 'Lineshaft: codes/*.yaml' },
);

export type CodeSettings = Static<typeof codeSettings>;
