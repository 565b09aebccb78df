import Type, { type Static } from 'typebox';
import { duration, settings } from './settingTypes.ts';

const reason = Type.Optional(
  Type.String({
    description: 'Why, for those who look at what is held.',
    minLength: 1,
    maxLength: 200,
    examples: ['weekly backup'],
  }),
);

/** As written: an instant, or a time at the site. */
const time = (description: string, example: string) =>
  Type.String({
    description,
    pattern: '^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?$',
    'x-expected':
      'a time at the site such as `2026-12-24 22:00`, or an instant such as `2026-12-24T21:00:00Z`',
    examples: [example],
  });

const timezone = Type.Optional(
  Type.String({
    description: 'IANA zone its times are read in; by default that of the site.',
    minLength: 1,
    examples: ['Europe/Berlin'],
  }),
);

const recurring = settings({
  cron: Type.String({
    description: 'When it starts: minute, hour, day, month and weekday.',
    pattern: '^\\S+( +\\S+){4}$',
    'x-expected': 'five fields such as `0 2 * * SUN`',
    examples: ['0 2 * * SUN'],
  }),
  lasts: duration({ description: 'How long it lasts.', examples: ['4h'] }),
  timezone,
  reason,
});

const once = settings({
  from: time('When it starts, once.', '2026-12-24 22:00'),
  to: time('When it ends.', '2026-12-27 06:00'),
  timezone,
  reason,
});

/** One entry of `maintenance:` of a system. */
export const maintenanceSettings = Type.Union([recurring, once]);
export type MaintenanceSettings = Static<typeof maintenanceSettings>;
