import { isDeepStrictEqual } from 'node:util';
import jsonata from 'jsonata';
import { expect, test } from 'vitest';
import type { Json } from '../../vocabulary/json.ts';
import { compileMapping } from '../compile.ts';
import type { Mapping } from '../mapping.ts';
import { testModel, testScope } from '../testing.ts';
import { documents, expressions } from './differential.cases.ts';
import { chance, randomDocument, randomExpression } from './differential.random.ts';

/** `spoilt`: the reference wrote into the document, as it does when it groups an empty list. */
type Outcome = { value: unknown; spoilt?: boolean } | { failed: true };

/** As JSON shows it; functions are compared as such. */
function plain(value: unknown): unknown {
  const text = JSON.stringify({ value }, (_name, member) => {
    if (typeof member === 'number' && !Number.isFinite(member)) return String(member);
    return typeof member === 'function' || member?._jsonata_lambda === true ? 'function' : member;
  });
  return (JSON.parse(text) as { value?: unknown }).value;
}

async function byReference(text: string, document: unknown): Promise<Outcome> {
  const given = structuredClone(document);
  try {
    return { value: plain(await jsonata(text).evaluate(given)), spoilt: !isDeepStrictEqual(given, document) };
  } catch {
    return { failed: true };
  }
}

function byMapping(mapping: Mapping, document: unknown): Outcome {
  const mapped = mapping.run(structuredClone(document) as Json, testScope());
  return 'problem' in mapped ? { failed: true } : { value: plain(mapped.value) };
}

function compiled(text: string): Mapping {
  const mapping = compileMapping('/m.jsonata', text, testModel());
  if ('code' in mapping) throw new Error(`${text}: ${mapping.detail}`);
  return mapping;
}

function agree(wanted: Outcome, came: Outcome): boolean {
  if ('failed' in wanted || 'failed' in came) return 'failed' in wanted && 'failed' in came;
  return wanted.spoilt === true || isDeepStrictEqual(wanted.value, came.value);
}

test('every expression of the table gives on every document what the reference interpreter gives', async () => {
  const differences: unknown[] = [];
  let failures = 0;
  for (const text of expressions) {
    const mapping = compiled(text);
    for (const [name, document] of Object.entries(documents)) {
      const wanted = await byReference(text, document);
      const came = byMapping(mapping, document);
      if ('failed' in wanted) failures++;
      if (!agree(wanted, came)) differences.push({ text, name, wanted, came });
    }
  }
  expect(differences).toEqual([]);
  expect(expressions.length).toBeGreaterThan(500);
  expect(failures).toBeGreaterThan(100);
});

test('expressions and documents by chance give what the reference interpreter gives', async () => {
  const random = chance(20250301);
  const differences: unknown[] = [];
  let compared = 0;
  for (let i = 0; i < 1500; i++) {
    const text = randomExpression(random);
    const mapping = compileMapping('/m.jsonata', text, testModel());
    if ('code' in mapping && mapping.detail.includes('with parentheses around the list')) continue;
    if ('code' in mapping) throw new Error(`${text}: ${mapping.detail}`);
    for (let n = 0; n < 2; n++, compared++) {
      const document = randomDocument(random);
      const wanted = await byReference(text, document);
      const came = byMapping(mapping, document);
      if (!agree(wanted, came)) differences.push({ text, document, wanted, came });
    }
  }
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(2500);
});
