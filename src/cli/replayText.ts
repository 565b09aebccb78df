import type { Replay, ReplayPreview } from '../api/operations/replay/contract.ts';
import { type Colors, count } from './output.ts';
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
  const { id, interface: of, from, to, position, delivered, predictedEnd } = replay;
  const share = Math.floor((100 * (position - from + 1)) / (to - from + 1));
  const left =
    predictedEnd === undefined
      ? ''
      : `, ${duration(Math.max(0, Date.parse(predictedEnd) - now) / 1000)} left`;
  return `replay ${id} to ${of}: ${share} %, ${number(delivered)} delivered${left}`;
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
