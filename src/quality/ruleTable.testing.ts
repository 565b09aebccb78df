import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { EntityModel, Profile } from './checker.ts';
import { loadModel } from './loadModel.ts';
import type { Rule } from './rule.ts';

export interface RuleExample {
  rule: string;
  /** Laid over the sound record. */
  accepts: JsonObject;
  refuses: JsonObject;
  /** Path of the finding. */
  field: string;
  profile?: Profile;
}

export const receivedAt = '2025-03-01T08:16:00.000Z';

const model = await loadModel();

export function entityOf(name: string): EntityModel {
  return model.entities.get(name)!;
}

/** Runs the table of one entity: a sound record passes, each rule has an example that it accepts and one that it refuses. */
export function testRules(
  entity: string,
  rules: readonly Rule[],
  sound: JsonObject,
  examples: readonly RuleExample[],
): void {
  const check = (record: JsonObject, profile: Profile) =>
    entityOf(entity).check(record, profile, { receivedAt });
  const found = (patch: JsonObject, example: RuleExample) =>
    check(overlay(sound, patch), example.profile ?? 'golden').filter(
      (f) => f.problem.code !== 'rule-violated' || f.problem.rule === example.rule,
    );

  describe(`rules of ${entity}`, () => {
    test('a sound record passes whole', () => {
      expect(check(structuredClone(sound), 'golden')).toEqual([]);
    });

    test('every rule has an example', () => {
      expect([...new Set(examples.map((example) => example.rule))].sort()).toEqual(
        [...new Set(rules.map((rule) => rule.id))].sort(),
      );
    });

    test.each(examples.map((example, i) => ({ ...example, i })))(
      '$rule accepts what keeps it ($i)',
      (example) => {
        expect(found(example.accepts, example)).toEqual([]);
      },
    );

    test.each(examples.map((example, i) => ({ ...example, i })))(
      '$rule refuses what breaks it ($i)',
      (example) => {
        const severity = rules.find((rule) => rule.id === example.rule)!.severity;
        const findings = found(example.refuses, example);
        expect(findings.map((f) => [f.severity, f.problem.rule, f.problem.field])).toEqual([
          [severity, example.rule, example.field],
        ]);
      },
    );
  });
}

/** Objects are merged, everything else replaces; `undefined` cannot be written in JSON, so null takes an attribute away. */
export function overlay(base: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = structuredClone(base);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = overlaid(result[name], value);
  }
  return result;
}

function overlaid(before: Json | undefined, value: Json): Json {
  return isObject(before) && isObject(value) ? overlay(before, value) : structuredClone(value);
}
