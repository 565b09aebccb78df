import Type, { type Static } from 'typebox';
import { CIRCUIT_STATES, type CircuitState } from '../../../delivery/circuit.ts';
import { Count, Instant, Page, Problem } from '../contract.ts';
import { Window } from '../maintenance/contract.ts';

export const SystemPath = Type.Object({ code: Type.String() });

export const SystemDetail = Type.Object({
  system: Type.String(),
  site: Type.String(),
  timeZone: Type.String({ description: 'Of its site, IANA.' }),
  at: Instant,
  connection: Type.Object(
    {
      connector: Type.String(),
      protocol: Type.Optional(Type.String()),
      host: Type.Optional(Type.String({ description: 'With its port where one is named.' })),
      path: Type.Optional(Type.String({ description: 'Base path, database or folder.' })),
      user: Type.Optional(Type.String()),
    },
    { description: 'Where it is and as whom the hub comes to it, without any secret.' },
  ),
  circuit: Type.Enum(Object.keys(CIRCUIT_STATES) as CircuitState[]),
  pause: Type.Optional(
    Type.Object(
      { until: Instant, reason: Type.String() },
      { description: 'It asked to be left alone so long.' },
    ),
  ),
  limits: Type.Object({
    concurrency: Type.Integer({ description: 'Sends at once, of each hub process.' }),
    perSecond: Type.Optional(Type.Number()),
    perDay: Type.Optional(
      Type.Object({
        limit: Count,
        used: Type.Integer({ minimum: 0, description: 'Reserved today, by all hub processes.' }),
        endsAt: { ...Instant, description: 'When the next day begins.' },
      }),
    ),
  }),
  days: Type.Array(Type.Object({ date: Type.String({ format: 'date' }), from: Instant, to: Instant }), {
    description: 'Today and the next thirteen, as its site has them.',
  }),
  windows: Type.Array(Window, { description: 'The maintenance windows of these days, in order.' }),
  paused: Type.Array(Type.Object({ interface: Type.String(), ...Window.properties }), {
    description: 'Interfaces of it that people paused, by id, and until when.',
  }),
});
export type SystemDetail = Static<typeof SystemDetail>;

export const SystemChecked = Type.Object({
  system: Type.String(),
  at: Instant,
  milliseconds: Type.Number(),
  problem: Type.Optional({ ...Problem, description: 'Absent: it is there, and lets the hub in.' }),
});
export type SystemChecked = Static<typeof SystemChecked>;

export const SystemLogQuery = Type.Object(
  { limit: Page.limit, cursor: Page.cursor },
  { additionalProperties: false },
);

export const SystemLogPage = Type.Object({
  entries: Type.Array(
    Type.Object({
      at: Instant,
      lastAt: Type.Optional({ ...Instant, description: 'When it was said last, where it was said again.' }),
      times: Type.Integer({ description: 'How often in a row.' }),
      level: Type.Union([Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
      interface: Type.Optional(Type.String({ description: 'Absent: of the system as a whole.' })),
      said: Type.String(),
    }),
  ),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type SystemLogPage = Static<typeof SystemLogPage>;
