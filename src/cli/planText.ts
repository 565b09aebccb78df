import type { PlanLine } from '../landscape/connectivity/plan.ts';
import { narrowingOf } from '../landscape/connectivity/wiring.ts';
import type { Colors } from './output.ts';
import { duration } from './words.ts';

/** What `lineshaft plan` and `lineshaft explain <entity>` print of the wiring: entity by entity, rule by rule. */
export function planText(lines: readonly PlanLine[], colors: Colors): string {
  const entities = [...new Set(lines.map(({ entity }) => entity))];
  return entities
    .map((entity) => {
      const its = lines.filter((line) => line.entity === entity);
      return `${colors.bold(entity)}\n${its.map((line) => ruleText(line, colors)).join('')}`;
    })
    .join('\n');
}

export function ruleText(line: PlanLine, colors: Colors): string {
  const { where, model, authority, maxStaleness, rule, survivorship = [], tellers, receivers } = line;
  const decides = authority === undefined ? '' : `, ${authority} decides`;
  const stale = maxStaleness === undefined ? '' : `, at most ${duration(maxStaleness / 1000)} old`;
  const width = Math.max(0, ...[...tellers, ...receivers].map((each) => each.interface.length));
  const row = (name: string, words: string, at: { file: string; line: number }) =>
    `    ${name.padEnd(width)}  ${words.padEnd(18)}  ${colors.dim(`${at.file}:${at.line}`)}\n`;
  return [
    `  ${where}: ${colors.cyan(model)}${decides}${stale}  ${colors.dim(rule)}\n`,
    ...survivorship.map(({ what, how, rule: at }) => `    ${what} goes by ${how}  ${colors.dim(at)}\n`),
    ...tellers.map((teller) => row(teller.interface, TELLS[teller.role], teller)),
    ...receivers.map((receiver) => row(receiver.interface, getsOf(receiver), receiver)),
  ].join('');
}

function getsOf(receiver: PlanLine['receivers'][number] & { leftOut?: boolean }): string {
  const { gets, requires = [], leftOut } = receiver;
  if (leftOut) return `is not told: it gets this${narrowingOf(receiver)}`;
  const what = `${GETS[gets]}${narrowingOf(receiver)}`;
  return requires.length === 0 ? what : `${what}, of new things once they have ${requires.join(', ')}`;
}

const TELLS: Record<PlanLine['tellers'][number]['role'], string> = {
  authority: 'its word counts',
  proposes: 'proposes',
  contributes: 'contributes',
  states: 'states',
  'kept aside': 'is kept aside',
};
const GETS: Record<PlanLine['receivers'][number]['gets'], string> = {
  changes: 'is told',
  proposals: 'is asked',
};
