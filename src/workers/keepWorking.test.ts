import { expect, test } from 'vitest';
import { keepWorking } from './keepWorking.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

test('work that cannot begin while the database is away begins when it is back', async () => {
  let tried = 0;
  let isWorking = false;
  await keepWorking(
    async () => {
      if (++tried < 3) throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
      isWorking = true;
    },
    silent,
    new AbortController().signal,
  );
  expect({ tried, isWorking }).toEqual({ tried: 3, isWorking: true });
});

test('work that is to end does not begin anew', async () => {
  const stopping = new AbortController();
  let tried = 0;
  const work = async () => {
    tried++;
    stopping.abort();
    throw new Error('connection lost');
  };
  await keepWorking(work, silent, stopping.signal);
  expect(tried).toBe(1);
});
