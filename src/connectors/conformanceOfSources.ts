import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import {
  askAtOnce,
  type NumberedRecord,
  type Outside,
  type OutsideSource,
  open,
  records,
  silent,
} from './conformanceHarness.ts';
import {
  type Connector,
  DecodeFailure,
  type Endpoints,
  type OpenSystem,
  type Source,
  type SourceBatch,
  type SourceMessage,
} from './connector.ts';

export interface SourceUnderTest {
  outside: Outside & { source: OutsideSource };
  /** A new hub process: another open system, read from the cursor. */
  run(cursor: Json): Promise<Run>;
}

export const sourcePromises = {
  'every record is offered once, in order, and batches keep to their limit': async ({ outside, run }) => {
    const { limit } = outside.source;
    const hub = await run(null);
    await hub.putting(records(1, 2 * limit + 1));
    const seen: number[] = [];
    while (seen.length < 2 * limit + 1) {
      const batch = await hub.nextFilled();
      expect(batch.messages.length).toBeLessThanOrEqual(limit);
      seen.push(...batch.messages.map(hub.numberOf));
      await hub.accept(batch);
    }
    expect(seen).toEqual(records(1, 2 * limit + 1).map((r) => r.n));
  },
  'a message that was not acknowledged is offered again, with the same id': async ({ outside, run }) => {
    const first = await run(null);
    await first.putting(records(1, outside.source.limit));
    const offered = (await first.nextFilled()).messages;
    await first.stop();
    const second = await run(null);
    const again = await second.atLeast(offered.length);
    expect(again.map((m) => m.id)).toEqual(expect.arrayContaining(offered.map((m) => m.id)));
  },
  'two messages never share an id': async ({ outside, run }) => {
    const hub = await run(null);
    await hub.putting(records(1, outside.source.limit + 2));
    const seen = await hub.atLeast(outside.source.limit + 2);
    expect(new Set(seen.map((m) => m.id)).size).toBe(seen.length);
  },
  'after an acknowledged batch the next run goes on where it ended': async ({ outside, run }) => {
    const first = await run(null);
    await first.putting(records(1, outside.source.limit + 1));
    const batch = await first.nextFilled();
    await first.accept(batch);
    await first.stop();
    const second = await run(first.cursor());
    const seen = await second.atLeast(outside.source.limit + 1 - batch.messages.length);
    expect(seen.map(second.numberOf)).toEqual(
      records(batch.messages.length + 1, outside.source.limit + 1).map((r) => r.n),
    );
  },
  'nothing is lost when the hub dies between making a batch durable and acknowledging it': async (given) => {
    const { limit } = given.outside.source;
    const first = await given.run(null);
    await first.putting(records(1, 2 * limit));
    const durable = await first.nextFilled();
    await first.stop();
    const second = await given.run(durable.cursor ?? null);
    const wanted = new Set(records(durable.messages.length + 1, 2 * limit).map((r) => r.n));
    while (wanted.size > 0) {
      const batch = await second.nextFilled();
      for (const message of batch.messages) wanted.delete(second.numberOf(message));
      await second.accept(batch);
    }
  },
  'nothing is lost when a batch cannot be made durable, also when the one after it was asked for': async (
    given,
  ) => {
    const { limit } = given.outside.source;
    const hub = await given.run(null);
    await hub.putting(records(1, 3 * limit));
    const durable = await hub.nextFilled();
    await hub.accept(durable);
    const lost = await hub.nextFilled();
    if (!lost.acknowledge) await hub.next();
    const again = await hub.openAgain();
    const wanted = new Set(records(durable.messages.length + 1, 3 * limit).map((r) => r.n));
    while (wanted.size > 0) {
      const batch = await again.nextFilled();
      for (const message of batch.messages) wanted.delete(again.numberOf(message));
      await again.accept(batch);
    }
  },
  'a poll that finds nothing yields a batch without messages and a watermark': async ({ run }) => {
    const hub = await run(null);
    const batch = await hub.next();
    expect(batch.messages).toEqual([]);
    expect(Date.parse(batch.watermark ?? 'no watermark')).toBeLessThanOrEqual(Date.now());
  },
  'batches end quietly on abort': async ({ run }) => {
    const hub = await run(null);
    await hub.putting(records(1, 1));
    await hub.accept(await hub.nextFilled());
    const rest = hub.drain();
    hub.abort();
    await expect(rest).resolves.toBeUndefined();
  },
  'a record that cannot be decoded comes as a DecodeFailure and the rest goes on': async (given) => {
    const { source } = given.outside;
    if (!source.putUndecodable) expect.fail('the harness has no putUndecodable: give it one, or waive this');
    const hub = await given.run(null);
    await hub.putting(records(1, 1));
    await source.putUndecodable();
    await source.put(records(2, 2));
    const seen = await hub.atLeast(3);
    const failures = seen.filter((m) => m.document instanceof DecodeFailure);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.document).toMatchObject({ problem: { advice: expect.stringMatching(/\w/) } });
    expect(seen.filter((m) => !failures.includes(m)).map(hub.numberOf)).toEqual([1, 2]);
  },
  'a source that is down throws, so that the hub waits and comes again': async ({ outside, run }) => {
    await outside.goDown();
    const hub = await run(null);
    await expect(hub.nextFilled()).rejects.toThrow(/\w/);
  },
} satisfies Record<string, (given: SourceUnderTest) => Promise<void>>;

export async function openSource(connector: Connector, outside: Outside): Promise<SourceUnderTest> {
  const given = outside.source;
  if (!given) throw new Error('the harness declares a source but starts none');
  const state = await mkdtemp(join(tmpdir(), 'conformance-'));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const run = async (cursor: Json) => {
    const system = await open(connector, outside.connection);
    return new Run(() => sourceOf(system), given, cursor, system);
  };
  const sourceOf = (system: OpenSystem): Source => {
    const { read, format, endpoints = noDoors } = given;
    const context = {
      interface: 'outside/records',
      read,
      folder: outside.folder ?? state,
      endpoints,
      ask: askAtOnce,
      state,
      log: silent,
    };
    const source = system.source?.(format ? { ...context, format } : context);
    if (!source) throw new Error('the connector has no source');
    return source;
  };
  return { outside: { ...outside, source: given }, run };
}

/** What a hub does with a source, step by step: it asks, makes durable (keeps the cursor), acknowledges. */
class Run {
  readonly #stopping = new AbortController();
  readonly #batches: AsyncIterator<SourceBatch>;
  readonly #given: OutsideSource;
  readonly #system: OpenSystem;
  readonly #open: () => Source;
  #cursor: Json;
  #asked: Promise<IteratorResult<SourceBatch>> | undefined;

  constructor(open: () => Source, given: OutsideSource, cursor: Json, system: OpenSystem) {
    this.#open = open;
    this.#batches = open().batches(cursor, this.#stopping.signal)[Symbol.asyncIterator]();
    this.#given = given;
    this.#cursor = cursor;
    this.#system = system;
    onTestFinished(() => this.stop());
  }

  numberOf = (message: SourceMessage): number =>
    this.#given.numberOf?.(message) ?? Number((message.document as JsonObject)['n']);

  cursor(): Json {
    return this.#cursor;
  }

  /** Asks for a batch first, since a source that is pushed to opens its door only then. */
  async putting(put: readonly NumberedRecord[]): Promise<void> {
    this.#asked ??= this.#batches.next();
    await this.#given.put(put);
  }

  async next(): Promise<SourceBatch> {
    const asked = this.#asked ?? this.#batches.next();
    this.#asked = undefined;
    const { done, value } = await asked;
    if (done) throw new Error('the source ended before it was told to');
    return value;
  }

  async nextFilled(): Promise<SourceBatch> {
    for (;;) {
      const batch = await this.next();
      if (batch.messages.length > 0) return batch;
      await this.accept(batch);
    }
  }

  async atLeast(count: number): Promise<SourceMessage[]> {
    const seen: SourceMessage[] = [];
    while (seen.length < count) {
      const batch = await this.nextFilled();
      seen.push(...batch.messages);
      await this.accept(batch);
    }
    return seen;
  }

  async accept(batch: SourceBatch): Promise<void> {
    if (batch.cursor !== undefined) this.#cursor = structuredClone(batch.cursor);
    await batch.acknowledge?.(batch.messages.map(() => ({ outcome: 'accepted' })));
  }

  async drain(): Promise<void> {
    for (let asked = await this.#batches.next(); !asked.done; asked = await this.#batches.next())
      await this.accept(asked.value);
  }

  abort(): void {
    this.#stopping.abort();
  }

  /** The hub is gone: nothing is acknowledged any more. */
  async stop(): Promise<void> {
    await this.#end();
    await this.#system.close();
  }

  /** The same hub opens the source again, from the last durable cursor. */
  async openAgain(): Promise<Run> {
    await this.#end();
    return new Run(this.#open, this.#given, this.#cursor, this.#system);
  }

  async #end(): Promise<void> {
    this.abort();
    await this.#asked?.catch(() => undefined);
    await this.#batches.return?.();
  }
}

const noDoors: Endpoints = {
  mount: (path) => {
    throw new Error(`the connector opened a door at ${path}, but the harness gave it no endpoints`);
  },
};
