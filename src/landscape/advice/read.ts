import type { Problem } from '../../vocabulary/problem.ts';
import { fitSettings } from '../fit.ts';
import { refuse } from '../report.ts';
import { readYaml } from '../yaml.ts';
import { type Answers, answersSettings } from './answers.ts';

/** A YAML of answers, or what is wrong with it and where. */
export function readAnswers(file: string, text: string): { answers?: Answers; problems: Problem[] } {
  const none = { reason: 'answers hold no variables' };
  const yaml = readYaml(file, text, { variable: () => undefined, file: () => none });
  if (yaml.problems.length > 0) return { problems: yaml.problems };
  const { value, misfits } = fitSettings(answersSettings, yaml.value, '', yaml);
  const problems = misfits.map((misfit) => refuse(yaml, misfit));
  return problems.length > 0 ? { problems } : { answers: value as unknown as Answers, problems };
}
