import Type, { type Static } from 'typebox';
import { Count } from '../operations/contract.ts';

const version = Type.Integer({ description: 'Of the chart.' });

export const Processes = Type.Object({
  processes: Type.Array(
    Type.Object({
      process: Type.String(),
      title: Type.Optional(Type.String()),
      about: Type.String({ description: 'The entity each instance is about.' }),
      version,
      uses: Type.Optional(Type.String({ description: 'The process of the library it is.' })),
      instances: Type.Object({
        running: Count,
        overdue: Type.Integer({ minimum: 0, description: 'Of those that have not ended.' }),
        stuck: Count,
        cancelling: Count,
        ended: Count,
        cancelled: Count,
      }),
    }),
  ),
});
export type Processes = Static<typeof Processes>;

export const ChartQuery = Type.Object(
  { version: Type.Optional({ ...version, description: 'Absent: the newest.' }) },
  { additionalProperties: false },
);

const Point = Type.Object({ x: Type.Number(), y: Type.Number() });
const Place = { ...Point.properties, width: Type.Number(), height: Type.Number() };

export const ChartView = Type.Object({
  process: Type.String(),
  title: Type.Optional(Type.String()),
  about: Type.String({ description: 'The entity each instance is about.' }),
  version,
  width: Type.Number({ description: 'Pixels, as all that follows.' }),
  height: Type.Number(),
  boxes: Type.Array(
    Type.Object({
      state: Type.String({ description: '`•`: the dot from which the first state of a level is entered.' }),
      title: Type.Optional(Type.String()),
      kind: Type.Union([
        Type.Literal('start'),
        Type.Literal('plain'),
        Type.Literal('compound'),
        Type.Literal('parallel'),
        Type.Literal('final'),
      ]),
      in: Type.Optional(Type.String({ description: 'The state within which it is.' })),
      lines: Type.Array(Type.String()),
      signals: Type.Array(Type.String(), { description: 'To which it listens.' }),
      ...Place,
    }),
    { description: 'Outer states before those within them.' },
  ),
  arrows: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      atOnce: Type.Boolean({ description: 'Gone as soon as an instance is there, without an event.' }),
      lines: Type.Array(Type.String(), { description: 'What leads that way.' }),
      at: { ...Point, description: 'The middle of that text.' },
      conditions: Type.Array(Type.String(), {
        description: 'What must be true for a way that goes only `if …`, as the chart says it.',
      }),
      path: Type.String({ description: 'As the `d` of an SVG path.' }),
    }),
  ),
});
export type ChartView = Static<typeof ChartView>;

export const Counts = Type.Object({
  states: Type.Array(
    Type.Object({
      state: Type.String(),
      instances: Type.Integer({ minimum: 0, description: 'In it or within it, that have not ended.' }),
      overdue: Count,
      stuck: Count,
    }),
  ),
});
export type Counts = Static<typeof Counts>;
