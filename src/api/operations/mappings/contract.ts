import Type, { type Static } from 'typebox';

export const MappingQuery = Type.Object(
  { interface: Type.String({ description: 'A source interface: `<system>/<name>`.' }) },
  { additionalProperties: false },
);

export const MappingAnswer = Type.Object({
  interface: Type.String(),
  lineage: Type.Array(
    Type.Object({
      target: Type.String({ description: 'Canonical attribute: `sites.*.planner`.' }),
      sources: Type.Array(Type.String(), {
        description: 'Fields of the source document that it is made from.',
      }),
    }),
    { description: 'Read off the mapping, without running it.' },
  ),
});
export type MappingAnswer = Static<typeof MappingAnswer>;
