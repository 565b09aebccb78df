import type { Replay, ReplayPreview } from '../api/operations/replay/contract.ts';
import { type Colors, count, type Output, table } from './output.ts';
import { duration, number } from './words.ts';

/** What `lineshaft replay --preview` prints. */
export function previewText(preview: ReplayPreview, colors: Colors): string {
  const { interface: id, from, to, entries, inScope, send, superseded, open } = preview;
  const row = (value: number, words: string) => `${number(value).padStart(12)}  ${words}\n`;
  return [
    `${colors.bold(id)} from #${from} to #${to}\n`,
    row(entries, 'entries in the range'),
    row(inScope, 'in scope'),
    row(send, 'would go out: of a state the newest, of facts each'),
    row(superseded, 'superseded: a newer state is at the target'),
    row(open, 'open messages, which go on by themselves'),
  ].join('');
}

/** The line that is written over while one waits. */
export function progressText(replay: Replay, now: number): string {
  const { id, interface: of, from, to, position, delivered } = replay;
  const share = Math.floor((100 * (position - from + 1)) / (to - from + 1));
  return `replay ${id} to ${of}: ${share} %, ${number(delivered)} delivered${leftText(replay, now)}`;
}

/** `, 2 min left`, as far as it is known. */
export function leftText({ predictedEnd }: Replay, now: number): string {
  if (predictedEnd === undefined) return '';
  return `, ${duration(Math.max(0, Date.parse(predictedEnd) - now) / 1000)} left`;
}

/** What `lineshaft replay` prints when no target is named. */
export function printReplays(replays: readonly Replay[], output: Output, colors: Colors): void {
  if (replays.length === 0) {
    output.write('nothing was ever replayed\n');
    return;
  }
  const done = ({ from, to, position }: Replay) =>
    `${number(position - from + 1)} of ${number(to - from + 1)}`;
  const columns = [
    { title: 'REPLAY', value: ({ id }: Replay) => String(id), align: 'right' as const },
    { title: 'TARGET', value: (replay: Replay) => replay.interface },
    { title: 'STATE', value: ({ state }: Replay) => state },
    { title: 'STARTED', value: ({ askedAt }: Replay) => askedAt },
    { title: 'BY', value: ({ askedBy }: Replay) => askedBy },
    { title: 'PER S', value: ({ rate }: Replay) => number(rate), align: 'right' as const },
    { title: 'POSITIONS', value: done, align: 'right' as const },
    { title: 'DELIVERED', value: ({ delivered }: Replay) => number(delivered), align: 'right' as const },
    { title: 'PARKED', value: ({ parked }: Replay) => number(parked), align: 'right' as const },
  ];
  output.write(table(columns, replays, output, colors));
}

export function startedText({ id, interface: of, from, to, rate }: Replay, colors: Colors): string {
  return [
    `${colors.green('✓')} replay ${id} to ${of} is under way: #${from} to #${to}, at most ${number(rate)} a second\n`,
    `  End it with \`npx lineshaft replay ${of} --cancel\`\n`,
  ].join('');
}

/** How a replay ended. */
export function replayText(replay: Replay, colors: Colors): string {
  const { id, interface: of, state, delivered, superseded, parked, outOfScope } = replay;
  const mark = state === 'done' && parked === 0 ? colors.green('✓') : colors.yellow('!');
  const sums = [
    `${number(delivered)} delivered`,
    `${number(superseded)} superseded`,
    `${number(parked)} parked`,
    `${number(outOfScope)} out of scope`,
  ];
  const parkedLine = `  ${count(parked, 'message')} wait: \`npx lineshaft parked list --interface ${of}\`\n`;
  return `${mark} replay ${id} to ${of} ${state}: ${sums.join(', ')}\n${parked > 0 ? parkedLine : ''}`;
}
