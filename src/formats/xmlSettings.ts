import Type, { type Static } from 'typebox';
import { encodingSetting, recordLimitSetting } from './settings.ts';

export const xmlSettings = Type.Object(
  {
    record: Type.Optional(
      Type.String({
        pattern: '^[^/\\s]+(/[^/\\s]+)*$',
        description:
          'The element that is a record: a path from the root (`Orders/Order`), or a name at any depth (`Order`). Without it the whole document is one record, under the name of its root.',
        examples: ['Orders/Order'],
      }),
    ),
    arrays: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        default: [],
        description: 'Elements that always come as a list, also when there is one only.',
        examples: [['Line', 'SegmentRequirement']],
      }),
    ),
    namespaces: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'Namespaces by prefix; the empty prefix is the default one. Read: elements of other namespaces are refused. Written: declared at the root.',
        examples: [{ '': 'http://www.mesa.org/xml/B2MML' }],
      }),
    ),
    encoding: encodingSetting(),
    recordLimit: recordLimitSetting,
  },
  {
    additionalProperties: false,
    description:
      'XML 1.0 with namespaces. Prefixes are taken off; attributes are `@name`; an element that has text only is a text, otherwise its text is `#text`; repeated elements are lists. Document type definitions and entities are refused.',
  },
);
export type XmlSettings = Static<typeof xmlSettings>;
