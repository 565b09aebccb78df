import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { type Advice, advise } from '../landscape/advice/advise.ts';
import type { Answers } from '../landscape/advice/answers.ts';
import { readAnswers } from '../landscape/advice/read.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type Colors, printJson, printProblems } from './output.ts';
import { terminal } from './terminal.ts';

interface AdviseOptions {
  answers?: string;
  json?: boolean;
}

export function register(program: Command): void {
  program
    .command('advise')
    .description('recommend a connectivity model for each segment, with reasons and what to watch')
    .option('--answers <file>', 'YAML of answers; without it you are asked')
    .option('--json', 'print it as JSON')
    .action(async (options: AdviseOptions) => {
      const answers = options.answers === undefined ? await ask() : await fromFile(options.answers);
      const { output, colors } = terminal();
      const advice = advise(answers);
      if (options.json) printJson(output, advice);
      else output.write(adviceText(advice, colors));
    });
}

export function adviceText(advice: readonly Advice[], colors: Colors): string {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : `  ${title}\n${lines.map((line) => `    * ${line}\n`).join('')}`;
  const parts = advice.map(
    ({ segment, what, model, rules, reasons, watch }) =>
      `${colors.bold(`${segment}: ${what}`)} → ${colors.cyan(model)}\n${list('because', reasons)}${list('watch', watch)}  ${colors.dim('in enterprise.yaml')}\n${rules.map((rule) => `    - ${rule}\n`).join('')}`,
  );
  return `${parts.join('\n')}\nThen \`npx lineshaft check\` and \`npx lineshaft plan\` say what it comes to; docs/connectivity-models.md compares the models.\n`;
}

async function fromFile(file: string): Promise<Answers> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure(
      `There is no file ${file}.`,
      'docs/connectivity-models.md shows one.',
      exitCodes.usage,
    );
  });
  const { answers, problems } = readAnswers(file, text);
  if (answers) return answers;
  const { output, colors } = terminal(process.stderr);
  printProblems(output, problems, colors);
  throw new CommandFailure(`${file} holds no answers yet.`, 'Mend what stands above.');
}

/** Asked again until each answer is one of the choice. */
async function ask(): Promise<Answers> {
  if (!process.stdin.isTTY)
    throw new CommandFailure(
      'Nobody is here to be asked.',
      'Give the answers with --answers <file>.',
      exitCodes.usage,
    );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const choose = async (question: string, choice: readonly string[]): Promise<string> => {
    for (;;) {
      const said = (await lines.question(`${question} (${choice.join(', ')}): `)).trim();
      if (choice.includes(said)) return said;
    }
  };
  const several = async (question: string): Promise<string[]> =>
    (await lines.question(`${question}: `)).split(/[\s,]+/).filter(Boolean);
  try {
    const segments: Record<string, unknown> = {};
    for (const segment of await several('Business segments, such as pumps, valves'))
      segments[segment] = {
        erps: await several(`ERPs that keep the masters of ${segment}, the leading one first`),
        acquisitions: await choose('Acquisitions of companies with systems of their own', [
          'rare',
          'frequent',
        ]),
        autonomy: await choose('Autonomy of the plants', ['low', 'high']),
        cloud: await choose('Interfaces being replaced by those of cloud systems', [
          'none',
          'moving',
          'done',
        ]),
        regulation: await several('Regulation: residency, validated, export, or nothing'),
      };
    return checked(segments);
  } finally {
    lines.close();
  }
}

function checked(segments: Record<string, unknown>): Answers {
  const { answers, problems } = readAnswers('answers', JSON.stringify({ segments }));
  if (answers) return answers;
  throw new CommandFailure(problems[0]!.detail, problems[0]!.advice, exitCodes.usage);
}
