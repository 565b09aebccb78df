import type { Finding, Verdict } from './judge/verdict.ts';
import type { Planned } from './schedule.ts';

export interface Run {
  seed: number;
  happened: readonly Planned[];
  verdict: Verdict;
  seconds: number;
}

const faults: Finding['fault'][] = ['lost', 'doubled', 'reordered', 'wrongly parked', 'let through'];
const shown = 5;

/** Prints the sums, and of each fault the first examples with their traces; resolves to the exit code. */
export async function report(
  { seed, happened, verdict, seconds }: Run,
  trace: (key: string) => Promise<string>,
  say: (line: string) => void,
): Promise<number> {
  const kills = happened.filter(({ fault }) => fault.kills).length;
  say('');
  say(
    `seed ${seed}: ${happened.length} faults, ${kills} of them kills, in ${Math.round(seconds)} s from start to end`,
  );
  say(`${verdict.told} effects were to be made, ${verdict.effects} were made`);
  for (const fault of faults) {
    const found = verdict.findings.filter((finding) => finding.fault === fault);
    say(`${String(found.length).padStart(6)} ${fault}`);
    for (const { what, trace: key } of found.slice(0, shown))
      say(`         ${what}\n           lineshaft trace ${key}\n${indented(await trace(key))}`);
  }
  return verdict.findings.length === 0 ? 0 : 1;
}

const indented = (text: string) => text.replace(/^/gm, '             ');
