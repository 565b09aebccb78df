import Type, { type Static } from 'typebox';
import { durationPattern } from '../../../vocabulary/duration.ts';
import { Instant } from '../contract.ts';

const System = Type.String({
  description: 'Code of the system, or the id of one of its interfaces: `na-erp`, `na-erp/items`.',
});
const Time = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'An instant (`2026-12-24T21:00:00Z`), or a time at the site (`2026-12-24 22:00`).',
});
const Duration = (description: string) => Type.String({ pattern: durationPattern, description });
const Reason = Type.Optional(
  Type.String({ minLength: 1, maxLength: 200, description: 'Shown to those who look at what is held.' }),
);

export const MaintenanceQuery = Type.Object(
  { system: Type.Optional(System) },
  { additionalProperties: false },
);

export const AnnounceMaintenance = Type.Object(
  {
    system: System,
    from: Type.Optional(Time),
    to: Type.Optional(Time),
    lasts: Type.Optional(Duration('In place of `to`: `2h`, `30m`.')),
    reason: Reason,
  },
  { additionalProperties: false, description: 'One window, from now or from a time on.' },
);
export type AnnounceMaintenance = Static<typeof AnnounceMaintenance>;

export const ExtendMaintenance = Type.Object(
  {
    system: System,
    to: Type.Optional(Time),
    by: Type.Optional(Duration('In place of `to`, from its present end on: `1h`.')),
    reason: Reason,
  },
  { additionalProperties: false, description: 'The window that holds now ends later.' },
);
export type ExtendMaintenance = Static<typeof ExtendMaintenance>;

export const EndMaintenance = Type.Object(
  { system: System, reason: Reason },
  { additionalProperties: false, description: 'The window that holds now is over.' },
);
export type EndMaintenance = Static<typeof EndMaintenance>;

export const CancelMaintenance = Type.Object(
  {
    system: System,
    id: Type.Optional(Type.Integer({ minimum: 1, description: 'An announced window.' })),
    from: Type.Optional(Time),
    reason: Reason,
  },
  {
    additionalProperties: false,
    description: 'A window still to come: an announced one by its `id`, any one by when it starts.',
  },
);
export type CancelMaintenance = Static<typeof CancelMaintenance>;

export const Window = Type.Object({
  from: Instant,
  to: Type.Optional({ ...Instant, description: 'Absent: no end is in sight.' }),
  reason: Type.Optional(Type.String()),
});
export type Window = Static<typeof Window>;

export const SystemMaintenance = Type.Object({
  system: System,
  timeZone: Type.String({ description: 'Of its site, IANA.' }),
  now: Type.Optional({ ...Window, description: 'The window that holds now.' }),
  next: Type.Array(Window, { description: 'The next three; windows that overlap or touch are one.' }),
  said: Type.Array(
    Type.Object({
      id: Type.Integer(),
      says: Type.Union([Type.Literal('closed'), Type.Literal('open')]),
      from: Instant,
      to: Instant,
      reason: Type.Optional(Type.String()),
      by: Type.String({ description: 'Name of the key under which it was said.' }),
      at: Instant,
    }),
    { description: 'What people said over what the landscape declares, as far as it is not over.' },
  ),
});
export type SystemMaintenance = Static<typeof SystemMaintenance>;

export const MaintenanceAnswer = Type.Object({ at: Instant, systems: Type.Array(SystemMaintenance) });
export type MaintenanceAnswer = Static<typeof MaintenanceAnswer>;
