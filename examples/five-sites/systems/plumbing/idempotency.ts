import { createHash } from 'node:crypto';
import type { Reply, Request } from './httpDoor.ts';
import type { Kit } from './kit.ts';

const kept = 20_000;

/** Answers a write as the first time when it comes again with the same `Idempotency-Key`; refusals are not remembered. */
export async function once(kit: Kit, request: Request, handle: () => Reply | Promise<Reply>): Promise<Reply> {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return handle();
  const key = createHash('sha256').update(`${request.method} ${request.path} ${given}`).digest('base64');
  const answers = kit.store.collection<Reply>('idempotency');
  const known = answers.get(key);
  if (known !== undefined) return { ...known, headers: { ...known.headers, 'idempotent-replay': 'true' } };
  const reply = await handle();
  if (reply.status >= 300) return reply;
  const oldest = answers.size >= kept ? answers.keys().next().value : undefined;
  kit.write([
    { in: 'idempotency', key, value: reply },
    ...(oldest === undefined ? [] : [{ in: 'idempotency', key: oldest }]),
  ]);
  return reply;
}
