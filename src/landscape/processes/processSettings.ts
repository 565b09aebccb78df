import Type, { type Static, type TSchema } from 'typebox';
import { durationPattern } from '../../vocabulary/duration.ts';
import { code, oneOf, settings } from '../settingTypes.ts';
import { parameterTypes } from './parameters.ts';

const expression = (description: string, example: string) =>
  Type.String({ description, minLength: 1, examples: [example] });

/** Codes of states and commands stand in the names of events, whose parts are parted by dots. */
const NAME = '^[a-z][A-Za-z0-9-]{0,63}$';
const nameWords = 'a name that begins with a small letter, of letters, digits and `-`, at most 64 long';

function named<T extends TSchema>(each: T, options: Record<string, unknown>) {
  return Type.Record(Type.String({ pattern: NAME }), each, {
    additionalProperties: false,
    'x-expectedKey': nameWords,
    ...options,
  });
}

const name = (description: string, example: string) =>
  Type.String({ pattern: NAME, 'x-expected': nameWords, description, examples: [example] });

const commandNames = Type.Array(Type.String(), {
  description: 'Commands to give, in this order.',
  default: [],
  examples: [['release']],
});

const branch = settings({
  when: Type.Optional(
    expression(
      'JSONata on `{context, event, parameters}`: taken when true.',
      "event.data.record.status = 'released'",
    ),
  ),
  to: Type.Optional(
    name('State to go to. Without it the state stays, and only what the branch says is done.', 'shipped'),
  ),
  set: Type.Optional(
    expression(
      'JSONata on `{context, event, parameters}` to an object, which is put into the context.',
      '{ "shipment": event.subject }',
    ),
  ),
  do: commandNames,
});

const branches = Type.Union([branch, Type.Array(branch, { minItems: 1 })]);

/** A duration, or the name of a parameter that is one. */
const DELAY = `${durationPattern}|${NAME}`;
const delayWords = 'a duration such as `4h`, or the name of a parameter';

const during = {
  title: Type.Optional(Type.String({ description: 'Name for people.' })),
  within: Type.Optional(
    Type.String({
      pattern: DELAY,
      'x-expected': delayWords,
      description: 'How long an instance may stay: after that it is overdue. A duration, or a parameter.',
      examples: ['4h'],
    }),
  ),
  enter: Type.Array(Type.String(), {
    description: 'Commands to give when the state is entered.',
    default: [],
    examples: [['release']],
  }),
  on: Type.Optional(
    Type.Record(Type.String(), branches, {
      description:
        'What to do at an event, by its type: `<entity>.changed`, `<fact>.recorded`, `<command>.delivered`, `<command>.refused`, or a signal. Of several branches the first that fits.',
      examples: [{ 'shipment.changed': { to: 'shipped' } }],
    }),
  ),
  after: Type.Optional(
    Type.Record(Type.String({ pattern: DELAY }), branches, {
      additionalProperties: false,
      'x-expectedKey': delayWords,
      description:
        'What to do when an instance has been in the state for so long: a duration, or a parameter.',
      examples: [{ '2d': { to: 'late' } }],
    }),
  ),
  always: Type.Optional(
    Type.Union([branch, Type.Array(branch, { minItems: 1 })], { description: 'Taken at once when it fits.' }),
  ),
  final: Type.Optional(Type.Boolean({ description: 'The process ends here.' })),
};

const innerState = settings(during);

const state = settings({
  ...during,
  initial: Type.Optional(
    name('Of a state with states of its own: the one that is entered first.', 'picking'),
  ),
  parallel: Type.Optional(
    Type.Boolean({ description: 'All states within are on at once, each with states of its own.' }),
  ),
  states: Type.Optional(named(innerState, { description: 'States within this one.' })),
  done: Type.Optional(
    Type.Union([branch, Type.Array(branch, { minItems: 1 })], {
      description: 'What to do when the states within have ended.',
    }),
  ),
});

const command = settings({
  entity: Type.String({ description: 'Entity that is to change.', examples: ['productionOrder'] }),
  verb: name(
    'What is asked for; the targets that take it map it to what their system understands.',
    'release',
  ),
  each: Type.Optional(
    expression(
      'JSONata on `{context, event, parameters}` to a list: the command is given for each of them, which `key` and `data` see as `each`. As an undo it sees the `data` of what it takes back.',
      'context.orders',
    ),
  ),
  key: expression('JSONata on `{context, event, parameters}`: canonical key of the thing.', 'context.order'),
  data: Type.Optional(
    expression(
      'JSONata on `{context, event, parameters}` to an object: what the command says.',
      '{ "quantity": context.quantity }',
    ),
  ),
  undo: Type.Optional(
    name('Command that takes it back, given when the process is cancelled.', 'cancel-release'),
  ),
  final: Type.Optional(
    Type.String({
      description: 'In place of `undo`: why it cannot be taken back.',
      minLength: 10,
      examples: ['An invoice that has gone out is answered by a credit note, which a person decides.'],
    }),
  ),
  asks: Type.Optional(
    Type.Boolean({
      description:
        'In place of `undo`: it asks and changes nothing. A refusal is its answer: the message is taken out, and later ones of its key go on.',
    }),
  ),
});

const migration = settings({
  from: Type.Integer({ description: 'Version that instances come from.', minimum: 1, examples: [1] }),
  states: named(name('State of this version.', 'packing'), {
    description: 'Where a state of that version leads to; others keep their name.',
    default: {},
    examples: [{ picking: 'packing' }],
  }),
  set: Type.Optional(
    expression(
      'JSONata on `{context, event}` to an object, which is put into the context.',
      '{ "parts": 1 }',
    ),
  ),
});

const parameter = settings({
  type: oneOf(parameterTypes, { description: 'What kind of value it takes.' }),
  default: Type.Optional(
    Type.Unknown({ description: 'Its value where nothing is said; without it `with:` must say one.' }),
  ),
  description: Type.Optional(Type.String({ description: 'What it is good for.' })),
});

/** Every setting of a chart in `processes/*.yaml`, declared once. */
export const processSettings = settings(
  {
    process: code({ description: 'Code of the process.', examples: ['order-to-cash'] }),
    title: Type.Optional(Type.String({ description: 'Name for people.' })),
    version: Type.Integer({
      description: 'Raised with every change of meaning: instances stay on the version they began with.',
      minimum: 1,
      default: 1,
    }),
    about: Type.String({
      description: 'Entity each instance is about: there is one instance for each thing.',
      examples: ['salesOrder'],
    }),
    parameters: named(parameter, {
      description:
        'What may be set from outside; in expressions `parameters.<name>`. An instance keeps the values it began with.',
      default: {},
    }),
    segment: Type.Optional(
      expression(
        'JSONata on `{event}` to the segment whose parameters hold for an instance.',
        'event.data.record.ext.segment',
      ),
    ),
    start: settings({
      on: Type.String({
        description: 'Type of the event that starts an instance.',
        examples: ['salesOrder.changed'],
      }),
      when: Type.Optional(
        expression(
          'JSONata on `{event, parameters}`: starts one when true.',
          "event.data.record.status = 'released'",
        ),
      ),
    }),
    context: expression(
      'JSONata on `{event, parameters}` to an object: what an instance knows at its start.',
      '{ "order": event.subject }',
    ),
    keys: expression(
      'JSONata on `{context, parameters}` to canonical keys: events about these things reach the instance.',
      '[context.order, context.shipment]',
    ),
    initial: name('State in which an instance begins.', 'waiting'),
    states: named(state, { description: 'The states.', minProperties: 1 }),
    commands: named(command, { description: 'What the process asks of systems.', default: {} }),
    migrate: Type.Array(migration, {
      description: 'How instances on older versions are moved to this one by `lineshaft process migrate`.',
      default: [],
    }),
  },
  { title: 'Lineshaft: processes/*.yaml' },
);

const values = (description: string, example: unknown) =>
  Type.Record(Type.String(), Type.Unknown(), { description, default: {}, examples: [example] });

/** Every setting of a file in `processes/*.yaml` that uses a process of the library. */
export const useSettings = settings(
  {
    process: code({ description: 'Code of the process here.', examples: ['order-to-cash'] }),
    title: Type.Optional(Type.String({ description: 'Name for people, in place of its own.' })),
    uses: Type.String({ description: 'The process of the library.', examples: ['order-to-cash'] }),
    with: values('Values of its parameters.', { pickWithin: '4h' }),
    segment: Type.Optional(
      expression(
        'JSONata on `{event}` to the segment whose parameters hold for an instance, in place of its own.',
        'event.data.record.ext.segment',
      ),
    ),
    segments: Type.Record(Type.String(), values('Values that are others in this segment.', {}), {
      description: 'By segment, what is other there.',
      default: {},
      examples: [{ valves: { pickWithin: '8h' } }],
    }),
  },
  { title: 'Lineshaft: processes/*.yaml that use the library' },
);

export type UseSettings = Static<typeof useSettings>;
export type ProcessSettings = Static<typeof processSettings>;
export type StateSettings = Static<typeof state>;
export type BranchSettings = Static<typeof branch>;
