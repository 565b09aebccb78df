import Type, { type Static, type TSchema } from 'typebox';
import { maintenanceSettings } from './maintenanceSettings.ts';
import { byCode, code, oneOf, settings } from './settingTypes.ts';

/** Settings that belong to a connector, as its own schemas declare them. */
export interface ConnectorSettings {
  connection: TSchema;
  read?: TSchema;
  write?: TSchema;
}

/** Anything, until the connector's own schema is put in its place. */
function open(description: string) {
  return Type.Object({}, { description, default: {} });
}

const entity = {
  pattern: '^[A-Za-z][A-Za-z0-9]*@[1-9][0-9]{0,3}$',
  'x-expected': 'an entity with its major version such as `item@1`',
  examples: ['item@1'],
};

const map = (example: string) =>
  Type.String({
    description: 'Mapping in JSONata, relative to this file.',
    minLength: 1,
    'x-file': true,
    examples: [example],
  });

const format = Type.Optional(
  Type.Unknown({
    description:
      'How the documents are written, for connectors that carry bytes: a name, or a name with settings.',
    examples: ['csv', { csv: { delimiter: ';' } }],
  }),
);

export const sourceSettings = settings({
  source: Type.String({ ...entity, description: 'Entity this interface brings in.' }),
  read: open('What to read, as the connector asks for it.'),
  format,
  map: map('items.in.jsonata'),
  lists: oneOf(['complete', 'partial'], {
    description: '`complete`: lists in a record are whole, missing elements are gone. `partial`: they stand.',
    default: 'partial',
  }),
  records: oneOf(['complete', 'partial'], {
    description:
      '`partial`: what it tells is a part of the record, such as a header or a line; other interfaces tell the rest. A document is then not asked to be whole.',
    default: 'complete',
  }),
  identify: Type.Array(Type.String({ minLength: 1 }), {
    description: 'Identifier schemes that identify a thing across systems, in order.',
    default: [],
    examples: [['gtin', 'mpn']],
  }),
  order: Type.Optional(
    Type.String({
      description:
        'Field of the source document whose messages keep their order: while one is parked, later ones with the same value wait.',
      minLength: 1,
      examples: ['AUFNR'],
    }),
  ),
});

export const targetSettings = settings({
  target: Type.String({ ...entity, description: 'Entity this interface sends out.' }),
  write: open('Where to write, as the connector asks for it.'),
  format,
  map: map('items.out.jsonata'),
  sites: Type.Array(code(), {
    description: 'Only entries of these sites; empty: all.',
    default: [],
    examples: [['detroit']],
  }),
  where: Type.Optional(
    Type.String({
      description: "JSONata on the event's data; only entries for which it is true.",
      minLength: 1,
      examples: ["record.itemType = 'finishedGood'"],
    }),
  ),
  takes: oneOf(['changes', 'proposals', 'commands'], {
    description:
      '`proposals`: only what others would like to change of what this system is the authority for. `commands`: only what processes ask for.',
    default: 'changes',
  }),
  goLive: Type.Optional(
    Type.Number({
      description:
        'Share of what waits that can be mapped, with all its codes, units and references, before the interface sends anything. From then on it runs.',
      minimum: 0,
      maximum: 1,
      examples: [0.98],
    }),
  ),
  requires: Type.Array(Type.String({ minLength: 1 }), {
    description:
      'Attributes that a thing must have before this system gets it for the first time. Until then it waits, and whoever owns what is missing is asked; asks for `send: latest`.',
    default: [],
    examples: [['baseUnit', 'sites.detroit.planner']],
  }),
  from: oneOf(['beginning', 'now'], {
    description: 'From the beginning of the ledger, or only what comes after the interface was added.',
    default: 'beginning',
  }),
  priority: oneOf(['urgent', 'normal', 'bulk'], {
    description: 'Who goes first where interfaces share what a system can bear; none is left out for it.',
    default: 'normal',
  }),
  send: oneOf(['every', 'latest'], {
    description:
      '`every`: each state of a thing is sent, in order. `latest`: one that a newer state has overtaken while it waited is left out. Facts are always sent each.',
    default: 'every',
  }),
});

const limits = settings(
  {
    concurrency: Type.Integer({
      description: 'Sends and questions on their way at once, of each hub process.',
      minimum: 1,
      maximum: 1000,
      default: 4,
    }),
    perSecond: Type.Optional(
      Type.Number({
        description:
          'Messages per second at the most, of all hub processes together; a question (page, statement, look) is one.',
        exclusiveMinimum: 0,
        examples: [50],
      }),
    ),
    perDay: Type.Optional(
      Type.Integer({
        description:
          'Messages per calendar day at the most, of all hub processes together, questions included.',
        minimum: 1,
        maximum: 1_000_000_000,
        examples: [5000],
      }),
    ),
    quotaZone: Type.Optional(
      Type.String({
        description: "IANA time zone whose midnight begins a new day of `perDay`; without it the site's.",
        examples: ['Europe/Berlin'],
      }),
    ),
  },
  { description: 'What the system can bear.', default: {} },
);

/** Every setting of `systems/*.yaml` but for those of the connectors, declared once. */
export const systemSettings = settings(
  {
    system: code({ description: 'Code of the system.', examples: ['na-erp'] }),
    kind: oneOf(['erp', 'mes', 'wms', 'plm', 'qms', 'crm', 'planning', 'tms', 'cmms', 'partner', 'data'], {
      description: 'What the system is.',
      examples: ['erp'],
    }),
    title: Type.Optional(Type.String({ description: 'Name for people.', examples: ['ERP North America'] })),
    site: code({
      description: 'Site it stands at; local times are read in its zone.',
      examples: ['detroit'],
    }),
    connector: Type.String({ description: 'Connector that reaches it.', examples: ['sql'] }),
    connection: open('How to reach it, as the connector asks for it.'),
    limits,
    maintenance: Type.Array(maintenanceSettings, {
      description: 'When the system is not there: again and again (`cron`), or once (`from`, `to`).',
      default: [],
    }),
    keys: Type.Record(Type.String(), code(), {
      description: 'System whose local keys this one uses, by entity.',
      default: {},
      examples: [{ item: 'na-erp' }],
    }),
    author: Type.Optional(
      Type.String({
        description: 'User under which the hub writes here: what carries it is no change of the system.',
        minLength: 1,
        examples: ['LINESHAFT'],
      }),
    ),
    interfaces: byCode(Type.Union([sourceSettings, targetSettings]), {
      description: 'Exchanges with the system, by name.',
      default: {},
    }),
  },
  { title: 'Lineshaft: systems/*.yaml' },
);

export type SystemSettings = Static<typeof systemSettings>;
export type SourceSettings = Static<typeof sourceSettings>;
export type TargetSettings = Static<typeof targetSettings>;
