import { expect, test } from 'vitest';
import { judgeInstances } from './processes.ts';

const made = { process: 'make-to-stock', about: 'plan~1' };

test('what ended, or waits for a person or for quality, is right', () => {
  const { effects, findings } = judgeInstances([
    { ...made, status: 'ended', state: '"stocked"' },
    { ...made, about: 'plan~2', status: 'running', state: '"reviewing"' },
    { process: 'quality-hold', about: 'mes~1', status: 'running', state: '"held"' },
  ]);
  expect([effects, findings]).toEqual([3, []]);
});

test('what stands half way, and what is stuck where a person decides, is lost', () => {
  const { told, effects, findings } = judgeInstances([
    { ...made, status: 'running', state: '"producing"' },
    { ...made, about: 'plan~2', status: 'stuck', state: '"reviewing"' },
  ]);
  expect([told, effects]).toEqual([2, 0]);
  expect(findings.map(({ what }) => what)).toEqual([
    'make-to-stock: plan~1: its process stands in "producing", running',
    'make-to-stock: plan~2: its process stands in "reviewing", stuck',
  ]);
});
