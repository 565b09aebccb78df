import type { ConnectivityRule } from '../landscape.ts';
import type { Answers, SegmentAnswers } from './answers.ts';

/** One model for a part of a segment, why, and what to watch. */
export interface Advice {
  segment: string;
  /** `master`, `facts`, or `interfaces that are replaced`. */
  what: string;
  model: ConnectivityRule['model'];
  /** Rules for `connectivity:`; in `<…>` what must be filled in. */
  rules: string[];
  reasons: string[];
  watch: string[];
}

/** Recommends a model for each part of each segment. */
export function advise({ segments }: Answers): Advice[] {
  return Object.entries(segments).flatMap(([segment, answers]) => [
    masters(segment, answers),
    facts(segment, answers),
    ...(answers.cloud === 'moving' ? [replaced(segment)] : []),
  ]);
}

function masters(segment: string, answers: SegmentAnswers): Advice {
  const { erps, acquisitions, autonomy } = answers;
  const isOne = erps.length === 1;
  const isFederated = !isOne && (acquisitions === 'frequent' || autonomy === 'high');
  return isFederated ? federated(segment, answers) : centralized(segment, answers, isOne);
}

function centralized(
  segment: string,
  { erps, autonomy, regulation }: SegmentAnswers,
  isOne: boolean,
): Advice {
  const [leading] = erps;
  return {
    segment,
    what: 'master',
    model: 'centralized',
    rules: [
      `{ domain: master, segment: ${segment}, model: centralized, authority: ${leading}, maxStaleness: 15m }`,
    ],
    reasons: [
      isOne
        ? `${leading} is the only ERP that keeps masters: its word can count for all`
        : `plants follow the centre and companies come in rarely: one of ${erps.join(', ')} can lead`,
      ...(regulation.includes('validated')
        ? ['each change is approved: one authority has one place to approve in']
        : []),
    ],
    watch: [
      `give ${leading} a target that takes proposals, else each change request is typed in by hand`,
      'how long change requests stay open (`requests list`): when it is days, plants will keep lists of their own',
      ...(autonomy === 'high'
        ? ['plants want to decide themselves: attributes of a site may need a rule of their own']
        : []),
      ...residency(regulation),
    ],
  };
}

function federated(segment: string, { erps, acquisitions, autonomy, regulation }: SegmentAnswers): Advice {
  const members = acquisitions === 'frequent' ? '' : `, members: [${erps.join(', ')}]`;
  return {
    segment,
    what: 'master',
    model: 'federated',
    rules: [`{ domain: master, segment: ${segment}, model: federated${members}, maxStaleness: 15m }`],
    reasons: [
      ...(acquisitions === 'frequent'
        ? [
            'companies come in often, each with an ERP of its own: it is coupled as it is, and contributes from the first day',
          ]
        : []),
      ...(autonomy === 'high'
        ? ['plants decide themselves what an item is: none would wait for another to agree']
        : []),
    ],
    watch: [
      'identifiers that all share (GTIN, VAT number, DUNS): without them one thing has a record for each ERP',
      'code lists and units of each ERP: `lineshaft check` and `check --seen` say what is not covered',
      ...(regulation.includes('validated')
        ? [
            'each change is approved: name the entities that are, and make them centralized: `entities: [item, bom, routing]`',
          ]
        : []),
      ...residency(regulation),
    ],
  };
}

function facts(segment: string, { autonomy, cloud }: SegmentAnswers): Advice {
  const stale = cloud === 'done' ? '5m' : '2m';
  const cutOff = autonomy === 'high' ? ', whenCutOff: continue' : '';
  return {
    segment,
    what: 'facts',
    model: 'event-driven',
    rules: ['production', 'inventory', 'logistics'].map(
      (domain) =>
        `{ domain: ${domain}, segment: ${segment}, model: event-driven, maxStaleness: ${stale}${cutOff} }`,
    ),
    reasons: [
      'what was made, moved and shipped has happened: nobody can be the authority for it',
      ...(autonomy === 'high' ? ['plants go on while the link is down, and tell it afterwards'] : []),
    ],
    watch: [
      'the lag of each plant (`status`): planning may rely on stock only within `maxStaleness`',
      'two systems that count the same stock: the later statement stands; give each place one that counts it',
    ],
  };
}

function replaced(segment: string): Advice {
  return {
    segment,
    what: 'interfaces that are replaced',
    model: 'hybrid',
    rules: [
      `{ entities: [<entity>], segment: ${segment}, model: hybrid, legacy: <system/old>, modern: <system/new>, stage: legacy }`,
    ],
    reasons: [
      'systems move to the cloud one by one: the new interface runs beside the old one before its word counts',
    ],
    watch: [
      'what the modern interface parks while it is kept aside: mend that before `stage: live`',
      'take the rule away when the legacy interface is off: a hybrid rule is a state of passage',
    ],
  };
}

function residency(regulation: SegmentAnswers['regulation']): string[] {
  const classes = [
    ...(regulation.includes('residency') ? ['personal', 'trade-secret'] : []),
    ...(regulation.includes('export') ? ['export-controlled'] : []),
  ];
  if (classes.length === 0) return [];
  return [
    `attributes of the class ${classes.join(', ')} leave their region only by a rule of \`residency:\`; keep its reasons where auditors find them`,
  ];
}
