import { ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Ask } from '../connector.ts';
import { documentOf, wordsOf } from './answerWords.ts';
import { type Answer, isAnswer } from './call.ts';
import type { Client } from './client.ts';
import { askedToWait, quotaWait } from './wait.ts';

/** Reads one address at the pace the server asks for. */
export interface PoliteReader {
  /**
   * An answer of 2xx or of a status in `also`. When the server asks to wait (429, 503 with Retry-After) it is asked again then. Throws a
   * ProblemError for everything else.
   */
  get(
    url: URL,
    headers: Record<string, string>,
    also: readonly number[],
    signal: AbortSignal,
  ): Promise<Answer>;
}

export function createPoliteReader(client: Client, ask: Ask): PoliteReader {
  return {
    get: (url, headers, also, signal) =>
      ask(async () => {
        const answer = await client.get(url, headers, signal);
        signal.throwIfAborted();
        if (!isAnswer(answer)) throw unavailable(url, answer.detail);
        const wait = askedToWait(answer.status, answer, wordsOf(documentOf(answer), answer));
        return wait ? { wait } : { answer: accepted(url, answer, also), ...quotaWait(answer) };
      }, signal),
  };
}

function accepted(url: URL, answer: Answer, also: readonly number[]): Answer {
  const { status } = answer;
  if (also.includes(status)) return answer;
  if (status < 200 || status >= 300) {
    const words = wordsOf(documentOf(answer), answer);
    if (status >= 500 || status === 408) throw unavailable(url, `it answered ${status}: ${words}`);
    throw new ProblemError(
      problem('target-rejected', 'receive', `${shown(url)} answered ${status}: ${words}`),
    );
  }
  if (!answer.cut) return answer;
  const detail = `A page of ${shown(url)} is larger than the limit of ${answer.body.length} bytes.`;
  const advice = 'Ask for smaller pages, or raise `responseLimit` of the connection.';
  throw new ProblemError(problem('body-too-large', 'receive', detail, { advice }));
}

function unavailable(url: URL, detail: string): ProblemError {
  return new ProblemError(problem('target-unavailable', 'receive', `${shown(url)}: ${detail}`));
}

function shown(url: URL): string {
  return `GET ${url.origin}${url.pathname}`;
}
