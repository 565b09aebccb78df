import type { IncomingMessage } from 'node:http';

export type BodyRead = { body: Buffer } | 'too-large' | 'too-slow' | 'cut-off' | 'crowded';

/** Bytes of request bodies that may be in memory at once, over all requests. */
export interface BodyBudget {
  free: number;
}

const lingerMs = 500;

/**
 * The body as bytes, at most `limit`; what declares less and sends more is caught while reading. A sender that went
 * over the limit is still listened to for a moment, its bytes thrown away: else the broken pipe would hide the answer.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  budget: BodyBudget,
  timeoutMs: number,
): Promise<BodyRead> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let refused: 'too-large' | 'crowded' | undefined;
    let timer = setTimeout(() => finish('too-slow'), timeoutMs);

    const finish = (result: BodyRead) => {
      clearTimeout(timer);
      budget.free += length;
      length = 0;
      request.off('data', take).off('end', end).off('error', cut).off('close', cut);
      request.on('error', () => {});
      resolve(result);
    };
    const refuse = (reason: 'too-large' | 'crowded') => {
      refused = reason;
      chunks = [];
      clearTimeout(timer);
      timer = setTimeout(() => finish(reason), lingerMs);
    };
    const take = (chunk: Buffer) => {
      if (refused !== undefined) return;
      if (length + chunk.length > limit) return refuse('too-large');
      if (chunk.length > budget.free) return refuse('crowded');
      length += chunk.length;
      budget.free -= chunk.length;
      chunks.push(chunk);
    };
    const end = () => finish(refused ?? { body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
    const cut = () => finish(refused ?? 'cut-off');

    if (Number(request.headers['content-length']) > limit) refuse('too-large');
    request.on('data', take).on('end', end).on('error', cut).on('close', cut);
  });
}
