import { tmpdir } from 'node:os';
import { expect } from 'vitest';
import { type Outside, type OutsideSink, open, records, silent } from './conformanceHarness.ts';
import type { Connector, Delivery, Sink } from './connector.ts';

export interface SinkUnderTest {
  outside: Outside & { sink: OutsideSink };
  sink: Sink;
}

export const sinkPromises = {
  'there is one outcome per delivery, and what was delivered is there in order': async ({
    outside,
    sink,
  }) => {
    const sent = deliveries(1, Math.min(5, sink.bulk));
    expect(await outcomesOf(sink, sent)).toEqual(sent.map(() => 'delivered'));
    expect((await outside.sink.received()).map((r) => r.n)).toEqual(sent.map((_, i) => i + 1));
  },
  'a delivery sent again has one effect': async ({ outside, sink }) => {
    const sent = deliveries(1, 1);
    expect(await outcomesOf(sink, sent)).toEqual(['delivered']);
    expect(await outcomesOf(sink, sent)).toEqual(['delivered']);
    expect((await outside.sink.received()).map((r) => r.n)).toEqual([1]);
  },
  'a target that is down is transient or unknown, never rejected': async ({ outside, sink }) => {
    await outside.goDown();
    const [outcome] = await sink.send(deliveries(1, 1), AbortSignal.timeout(30_000));
    expect(['transient', 'unknown']).toContain(outcome?.outcome);
    expect(outcome).toMatchObject({ problem: { stage: 'send', detail: expect.stringMatching(/\w/) } });
  },
  'a rejection carries the words of the target, and the others still arrive': async ({ outside, sink }) => {
    const { refused } = outside.sink;
    if (!refused) expect.fail('the harness has no refused document: give it one, or waive this');
    const [first, bad, last] = deliveries(1, 3) as [Delivery, Delivery, Delivery];
    bad.document = refused.document;
    const outcomes = await inBulks(sink, [first, bad, last]);
    expect(outcomes.map((o) => o.outcome)).toEqual(['delivered', 'rejected', 'delivered']);
    expect(outcomes[1]).toMatchObject({ problem: { detail: containing(refused.words) } });
    expect((await outside.sink.received()).map((r) => r.n)).toEqual([1, 3]);
  },
} satisfies Record<string, (given: SinkUnderTest) => Promise<void>>;

export async function openSink(connector: Connector, outside: Outside): Promise<SinkUnderTest> {
  const given = outside.sink;
  if (!given) throw new Error('the harness declares a sink but starts none');
  const system = await open(connector, outside.connection);
  const { folder = tmpdir() } = outside;
  const context = { interface: 'outside/records', write: given.write, folder, log: silent };
  const sink = system.sink?.(given.format ? { ...context, format: given.format } : context);
  if (!sink) throw new Error('the connector has no sink');
  return { outside: { ...outside, sink: given }, sink };
}

function deliveries(from: number, to: number): Delivery[] {
  return records(from, to).map(({ n, text }) => ({
    id: `outside/records:${n}`,
    key: `R${n}`,
    entity: 'item',
    subject: `R${n}`,
    document: { n, text },
  }));
}

function containing(words: string | RegExp) {
  return typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
}

async function inBulks(sink: Sink, sent: Delivery[]) {
  const outcomes = [];
  for (let at = 0; at < sent.length; at += sink.bulk) {
    outcomes.push(...(await sink.send(sent.slice(at, at + sink.bulk), AbortSignal.timeout(30_000))));
  }
  return outcomes;
}

async function outcomesOf(sink: Sink, sent: Delivery[]): Promise<string[]> {
  return (await inBulks(sink, sent)).map((o) => o.outcome);
}
