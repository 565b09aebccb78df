import type { History, RecordAnswer } from '../api/operations/records/contract.ts';
import type { Colors } from './output.ts';
import { excerpt, printable } from './words.ts';

type Provenance = NonNullable<RecordAnswer['provenance']>[number];

/** What `lineshaft record` prints: each attribute with its value, and below it who said that. */
export function recordText(answer: RecordAnswer, colors: Colors): string {
  const {
    entity,
    key,
    version,
    changedAt,
    asOf,
    record,
    provenance,
    contested = [],
    observations,
  } = printable(answer);
  const head = `${colors.bold(`${entity} ${key}`)} version ${version}, changed ${changedAt}${asOf === undefined ? '' : `, as of ${asOf}`}\n`;
  if (!provenance) return `${head}${JSON.stringify(record, undefined, 2)}\n`;
  const said = observations.map(({ system, localKey }) => `${system} ${localKey}`).join(', ');
  return [
    head,
    ...provenance.map((each) => attributeText(each, record, colors)),
    said === '' ? '' : `${colors.dim(`told by ${said}`)}\n`,
    contested.length === 0
      ? ''
      : `${colors.yellow(`systems disagree on ${contested.join(', ')}`)}: npx lineshaft conflicts list --entity ${entity}\n`,
  ].join('');
}

function attributeText(provenance: Provenance, record: unknown, colors: Colors): string {
  const { attribute, system, interface: spoken, message, conflict, at, rule, from } = provenance;
  const [, name, ...deeper] = attribute.split('/');
  const value =
    deeper.length === 0
      ? ` ${excerpt(JSON.stringify((record as Record<string, unknown>)[name!]) ?? '–', 60)}`
      : '';
  const who =
    system === undefined
      ? 'from before the hub kept who says what'
      : conflict !== undefined
        ? `a steward, conflict ${conflict}`
        : `${spoken}, message ${message?.id === undefined ? `${message?.batch}.${message?.ordinal}` : excerpt(message.id, 40)}`;
  const made = from === undefined ? '' : `, from ${from.join(', ')}`;
  return `${colors.bold(attribute)}${value}\n    ${colors.dim([`${who}${made}`, at, rule].filter((part) => part !== undefined).join('; '))}\n`;
}

/** What `lineshaft record --history` prints. */
export function historyText(history: History, colors: Colors): string {
  const { entity, key, versions, knownFrom, next } = printable(history);
  return [
    `${colors.bold(`${entity} ${key}`)}\n`,
    ...versions.map(({ version, change, changed, system, recordedAt }) => {
      const what = changed.length === 0 ? '' : `: ${changed.join(', ')}`;
      return `  ${version}  ${recordedAt}  ${change} by ${system}${what}\n`;
    }),
    next === undefined ? '' : `older ones with --cursor ${next}\n`,
    knownFrom === undefined
      ? ''
      : `${colors.yellow(`The history is known from ${knownFrom} on; what was before is beyond retention.`)}\n`,
  ].join('');
}
