import { expect, test } from 'vitest';
import { problemTypes } from './problem.ts';
import { problemReference } from './problemReference.ts';

test('every problem code has a row with its advice', () => {
  const page = problemReference();
  for (const [code, { advice }] of Object.entries(problemTypes)) {
    expect(page).toMatch(
      new RegExp(`^\\| \`${code}\` \\|.*${advice.slice(0, 20).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'm'),
    );
  }
});
