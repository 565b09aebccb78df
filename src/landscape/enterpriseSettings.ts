import Type, { type Static } from 'typebox';
import { promisingSettings } from './promising/promisingSettings.ts';
import { byCode, bySite, code, duration, oneOf, settings } from './settingTypes.ts';
import { signInSettings } from './signInSettings.ts';
import { stewardshipSettings } from './stewardshipSettings.ts';

const segment = settings({
  title: Type.Optional(Type.String({ description: 'Name for people.' })),
  where: Type.Optional(
    Type.String({
      description:
        'JSONata on a record: those for which it is true belong to the segment. Without it, and where it cannot tell, a record belongs to the segment of its site when that has only one.',
      minLength: 1,
      examples: ["classifications[scheme = 'segment'].code = 'pumps'"],
    }),
  ),
});

const region = settings({ title: Type.Optional(Type.String({ description: 'Name for people.' })) });

const company = settings({
  currency: Type.String({
    description: 'Currency of its books, ISO 4217.',
    pattern: '^[A-Z]{3}$',
    'x-expected': 'three capital letters of ISO 4217 such as `EUR`',
    examples: ['EUR'],
  }),
});

const site = settings({
  kind: oneOf(['plant', 'warehouse', 'distribution', 'contractManufacturer', 'office'], {
    description: 'What the site is.',
    examples: ['plant'],
  }),
  region: code({
    description: 'Region it lies in; one of `regions` when these are listed.',
    examples: ['na'],
  }),
  company: Type.Optional(code({ description: 'Company whose books it belongs to.', examples: ['us01'] })),
  segments: Type.Array(code(), {
    description: 'Business segments that work here.',
    default: [],
    examples: [['pumps']],
  }),
  timezone: Type.String({
    description: 'IANA time zone. Local times without a zone are read in it.',
    examples: ['America/Detroit'],
  }),
});

const survivorship = settings({
  groups: Type.Optional(
    Type.Array(oneOf(['ID', 'EN', 'PL', 'LO', 'FI', 'CO', 'QU', 'RG']), {
      description:
        'Groups of attributes it is about: identity, engineering, planning, logistics, finance, commercial, quality, regulatory. The pages of the entities name the group of each attribute.',
      minItems: 1,
      examples: [['ID', 'EN']],
    }),
  ),
  attributes: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'Attributes it is about, with all that is part of them; before any group. `*` stands for any site or company.',
      minItems: 1,
      examples: [['netWeight', 'sites.*.safetyStock']],
    }),
  ),
  strategy: oneOf(
    ['authority', 'owner', 'mostRecent', 'mostComplete', 'fixed', 'strictest', 'oneSource', 'measured'],
    {
      description:
        'Which word stands where members disagree. `authority`: of the system that comes first in `order`; those not in it come last, all alike. `owner`: of the member whose site, company or region it belongs to. `mostRecent`: what was changed last. `mostComplete`: what says most. `fixed`: of `system`, and nobody else. `strictest`: what restricts most of all that members say. `oneSource`: all of the group by one system, never mixed. `measured`: what was measured last, before what is declared.',
      examples: ['authority'],
    },
  ),
  order: Type.Optional(
    Type.Array(code(), {
      description:
        'Systems, the most trusted first, for `authority` and `oneSource`; of `oneSource` else those of the kinds plm and qms.',
      minItems: 1,
      examples: [['plm', 'na-erp', 'eu-erp']],
    }),
  ),
  system: Type.Optional(
    code({ description: 'The system whose word stands, for `fixed`.', examples: ['plm'] }),
  ),
  systems: Type.Optional(
    Type.Array(code(), {
      description: 'Systems that measure, for `measured`; else those of the kind wms.',
      minItems: 1,
      examples: [['wms-columbus']],
    }),
  ),
});

const connectivityRule = settings({
  domain: Type.Optional(
    code({
      description:
        'Group of entities the rule is about: `master`, `sales`, `procurement`, `production`, `inventory`, `logistics`, `finance`.',
      examples: ['master'],
    }),
  ),
  entities: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Entities the rule is about.',
      minItems: 1,
      examples: [['item', 'bom']],
    }),
  ),
  segment: Type.Optional(code({ description: 'Only in this segment.', examples: ['pumps'] })),
  sites: Type.Optional(Type.Array(code(), { description: 'Only at these sites.', examples: [['detroit']] })),
  model: oneOf(['centralized', 'federated', 'event-driven', 'hybrid'], {
    description: 'Whose word counts, and who gets what.',
    examples: ['centralized'],
  }),
  authority: Type.Optional(
    code({ description: 'Centralized: the system whose word counts.', examples: ['na-erp'] }),
  ),
  members: Type.Optional(
    Type.Array(code(), {
      description: 'Federated: systems that contribute. Without it: every one that tells the entity.',
      minItems: 1,
      examples: [['na-erp', 'eu-erp']],
    }),
  ),
  survivorship: Type.Optional(
    Type.Array(survivorship, {
      description:
        'Federated: which member stands where they disagree, by group or attribute. What is not named follows the defaults in docs/golden-record.md.',
      minItems: 1,
    }),
  ),
  legacy: Type.Optional(
    Type.String({
      description: 'Hybrid: source interface that is to be replaced.',
      examples: ['crm/orders'],
    }),
  ),
  modern: Type.Optional(
    Type.String({ description: 'Hybrid: source interface that replaces it.', examples: ['crm/orders-v2'] }),
  ),
  stage: Type.Optional(
    oneOf(['legacy', 'live'], {
      description: 'Hybrid: which of the two is heard; what the other tells is kept aside.',
      examples: ['legacy'],
    }),
  ),
  whenCutOff: Type.Optional(
    oneOf(['continue', 'stop'], {
      description:
        'What the plant does while the hub cannot reach it: goes on by itself, or stops, so that what was told last of its stock still holds.',
      examples: ['continue'],
    }),
  ),
  maxStaleness: Type.Optional(
    duration({ description: 'Lag that planning and promising may still rely on.', examples: ['15m'] }),
  ),
});

const matching = settings({
  off: Type.Optional(Type.Boolean({ description: 'Records of this entity are not matched.' })),
  link: Type.Optional(
    Type.Integer({
      description: 'Score from which two records are linked without asking, 0 to 100.',
      minimum: 0,
      maximum: 100,
      examples: [92],
    }),
  ),
  ask: Type.Optional(
    Type.Integer({
      description: 'Score from which a steward is asked, 0 to 100.',
      minimum: 0,
      maximum: 100,
      examples: [55],
    }),
  ),
  weights: Type.Optional(
    Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 100 }), {
      description: 'Other weights than the model gives, by the name of the evidence; 0: it counts nothing.',
      examples: [{ description: 30, tariffCode: 0 }],
    }),
  ),
  sharedNumbers: Type.Optional(
    Type.String({
      description: 'Regular expression: a number that fits it names the same thing in every system.',
      minLength: 1,
      examples: ['^NF-\\d{6}$'],
    }),
  ),
});

const residencyRule = settings({
  class: oneOf(['personal', 'trade-secret', 'export-controlled'], {
    description: 'Class of attributes that may leave their region by it, as the model declares it.',
    examples: ['personal'],
  }),
  entities: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Only of these entities; absent: of all.',
      minItems: 1,
      examples: [['salesOrder']],
    }),
  ),
  from: Type.Optional(
    code({ description: 'Region of the systems that tell them; absent: any.', examples: ['eu'] }),
  ),
  to: Type.Array(code(), {
    description: 'Regions they may go to.',
    default: [],
    examples: [['na']],
  }),
  systems: Type.Array(code(), {
    description: 'Systems they may go to, partners and those at contract manufacturers too.',
    default: [],
    examples: [['supplier-portal']],
  }),
  reason: Type.String({
    description: 'What allows it, for those who audit.',
    minLength: 1,
    examples: ['standard contractual clauses of 2026-03-01'],
  }),
});

/** Every setting of `enterprise.yaml`, declared once. */
export const enterpriseSettings = settings(
  {
    enterprise: code({
      description: 'Name of the enterprise; it stands in the source of every event.',
      examples: ['Northfield'],
    }),
    language: Type.String({
      description: 'Language that names must have, BCP 47.',
      default: 'en',
      examples: ['en'],
    }),
    regions: Type.Optional(byCode(region, { description: 'Regions of the enterprise, by code.' })),
    segments: byCode(segment, { description: 'Business segments, by code.', default: {} }),
    companies: byCode(company, { description: 'Companies with books of their own, by code.', default: {} }),
    sites: bySite(site, { description: 'Plants, warehouses, offices, by code.' }),
    retention: settings(
      {
        documents: duration({
          description: 'How long the raw documents are kept for traces.',
          default: '30d',
        }),
        ledger: duration({ description: 'How long events stay in the ledger.', default: '365d' }),
        receipts: duration({ description: 'How long the outcome of each delivery is kept.', default: '90d' }),
      },
      { description: 'How long the hub keeps what it has seen.', default: {} },
    ),
    connectivity: Type.Array(connectivityRule, {
      description: 'Which connectivity model holds where.',
      default: [],
    }),
    matching: Type.Record(Type.String(), matching, {
      description: 'What is changed of how records are matched, by entity: see docs/identity.md.',
      default: {},
    }),
    residency: Type.Array(residencyRule, {
      description:
        'What may leave its region: attributes of the classes personal, trade-secret and export-controlled stay where they are told unless a rule names the way.',
      default: [],
    }),
    stewardship: stewardshipSettings,
    promising: Type.Optional(promisingSettings),
    signIn: Type.Optional(signInSettings),
  },
  { title: 'Lineshaft: enterprise.yaml' },
);

export type EnterpriseSettings = Static<typeof enterpriseSettings>;
