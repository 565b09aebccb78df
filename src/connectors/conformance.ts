import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../vocabulary/json.ts';
import { type Outside, open } from './conformanceHarness.ts';
import { openSink, sinkPromises } from './conformanceOfSinks.ts';
import { openSource, sourcePromises } from './conformanceOfSources.ts';
import type { Connector } from './connector.ts';

/**
 * The promises that every connector keeps. A connector's `conformance.test.ts` calls `conformance(name, harness)`
 * with a harness that drives the real outside system. A promise that a connector cannot keep is waived by its
 * name with a reason; the reason is printed with the skipped test and belongs in the connector's README.
 */
export interface Harness {
  connector: Connector;
  /** A fresh, running outside system; called once per test and stopped after it. */
  start(): Promise<Outside>;
  waivers?: Partial<Record<Promised, string>>;
  /** Which sides the connector has. */
  sides: readonly ('source' | 'sink')[];
}

export type Promised = keyof typeof sourcePromises | keyof typeof sinkPromises | keyof typeof systemPromises;

export function conformance(name: string, harness: Harness): void {
  describe(`the ${name} connector keeps the promises of all connectors`, () => {
    register(systemPromises, harness, (check, outside) => check(harness.connector, outside));
    if (harness.sides.includes('source')) {
      register(sourcePromises, harness, async (check, outside) => {
        await check(await openSource(harness.connector, outside));
      });
    }
    if (harness.sides.includes('sink')) {
      register(sinkPromises, harness, async (check, outside) => {
        await check(await openSink(harness.connector, outside));
      });
    }
  });
}

const systemPromises = {
  'every setting is declared with a description': async (connector) => {
    for (const [place, schema] of Object.entries(connector.settings)) {
      for (const path of undescribed(schema as TSchema)) expect.fail(`${place}${path} has no description`);
    }
  },
  'the settings of its own tests are valid': async (connector, outside) => {
    const { connection, read, write } = connector.settings;
    expect(complaints(connection, outside.connection)).toEqual([]);
    if (read && outside.source) expect(complaints(read, outside.source.read)).toEqual([]);
    if (write && outside.sink) expect(complaints(write, outside.sink.write)).toEqual([]);
  },
  'check() finds nothing wrong with a system that runs': async (connector, outside) => {
    const system = await open(connector, outside.connection);
    expect(await system.check(AbortSignal.timeout(20_000))).toBeUndefined();
  },
  'a system that is down can be opened, and check() names what is wrong': async (connector, outside) => {
    await outside.goDown();
    const system = await open(connector, outside.connection);
    const problem = await system.check(AbortSignal.timeout(20_000));
    expect(problem).toMatchObject({ code: expect.any(String), detail: expect.stringMatching(/\w+ .*\w+/) });
  },
} satisfies Record<string, (connector: Connector, outside: Outside) => Promise<void>>;

function register<Check>(
  promises: Record<string, Check>,
  harness: Harness,
  keep: (check: Check, outside: Outside) => Promise<void>,
): void {
  for (const [promised, check] of Object.entries(promises)) {
    const waiver = harness.waivers?.[promised as Promised];
    test.skipIf(waiver !== undefined)(waiver ? `${promised} (waived: ${waiver})` : promised, async () => {
      const outside = await harness.start();
      onTestFinished(() => outside.stop());
      await keep(check, outside);
    });
  }
}

function complaints(schema: TSchema, settings: JsonObject): string[] {
  return Value.Errors(schema, settings).map((e) => `${e.instancePath} ${e.message}`);
}

/** The paths of properties that have neither a description nor a described union. */
function undescribed(schema: TSchema, path = ''): string[] {
  const { properties = {} } = schema as { properties?: Record<string, TSchema> };
  return Object.entries(properties).flatMap(([name, inner]) => {
    const here = 'description' in inner ? [] : [`${path}.${name}`];
    return [...here, ...undescribed(inner, `${path}.${name}`)];
  });
}
