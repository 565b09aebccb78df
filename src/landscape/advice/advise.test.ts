import { expect, test } from 'vitest';
import { dependencies, inFolder, sound } from '../landscape.fixture.ts';
import { readLandscape } from '../read.ts';
import { advise } from './advise.ts';
import type { SegmentAnswers } from './answers.ts';

const pumps: SegmentAnswers = {
  erps: ['na-erp'],
  acquisitions: 'rare',
  autonomy: 'low',
  cloud: 'none',
  regulation: [],
};
const models = (answers: Partial<SegmentAnswers>) =>
  advise({ segments: { pumps: { ...pumps, ...answers } } }).map(({ what, model }) => [what, model]);
const several = { erps: ['na-erp', 'eu-erp'] };

test('one ERP, or several under one lead, are centralized; acquisitions or autonomy make masters federated', () => {
  const master = (answers: Partial<SegmentAnswers>) => models(answers)[0];
  expect(master({})).toEqual(['master', 'centralized']);
  expect(master({ autonomy: 'high' })).toEqual(['master', 'centralized']);
  expect(master(several)).toEqual(['master', 'centralized']);
  expect(master({ ...several, autonomy: 'high' })).toEqual(['master', 'federated']);
  expect(master({ ...several, acquisitions: 'frequent' })).toEqual(['master', 'federated']);
});

test('what happened is event-driven, whoever answers; interfaces that are replaced are hybrid', () => {
  expect(models({})).toContainEqual(['facts', 'event-driven']);
  expect(models({}).map(([, model]) => model)).not.toContain('hybrid');
  expect(models({ cloud: 'moving' })).toContainEqual(['interfaces that are replaced', 'hybrid']);
});

test('each advice has reasons and what to watch, regulation among it', () => {
  const advice = advise({
    segments: { pumps: { ...pumps, ...several, regulation: ['residency', 'validated'] } },
  });
  for (const { reasons, watch } of advice) expect(Math.min(reasons.length, watch.length)).toBeGreaterThan(0);
  expect(advice[0]!.reasons.join()).toContain('one place to approve in');
  expect(advice[0]!.watch.join()).toContain('personal, trade-secret');
});

test('the rules it writes are rules that check takes', async () => {
  const advice = advise({ segments: { pumps, valves: { ...pumps, ...several, autonomy: 'high' } } });
  const rules = advice
    .flatMap((each) => each.rules)
    .filter((rule) => !/logistics|production|eu-erp/.test(rule));
  const enterprise = sound['enterprise.yaml']!.split('connectivity:')[0];
  const files = {
    ...sound,
    'enterprise.yaml': `${enterprise}connectivity:\n  - { domain: master, model: federated }\n  - { domain: inventory, model: event-driven }\n${rules.map((rule) => `  - ${rule}\n`).join('')}`,
  };
  const { problems } = await inFolder(files, (folder) => readLandscape(folder, dependencies));
  expect(rules.length).toBeGreaterThan(2);
  expect(problems).toEqual([]);
});
