import Type, { type Static } from 'typebox';

export const MappingQuery = Type.Object(
  { interface: Type.String({ description: '`<system>/<name>`.' }) },
  { additionalProperties: false },
);

export const MappingAnswer = Type.Object({
  interface: Type.String(),
  lineage: Type.Array(
    Type.Object({
      target: Type.String({
        description:
          'Of a source interface the canonical attribute: `sites.*.planner`; of a target the field of its document.',
      }),
      sources: Type.Array(Type.String(), {
        description:
          'Fields that it is made from: of the source document; of a target `record.number`, `localKey`.',
      }),
    }),
    { description: 'Read off the mapping, without running it.' },
  ),
});
export type MappingAnswer = Static<typeof MappingAnswer>;
