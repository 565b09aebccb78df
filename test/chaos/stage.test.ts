import { expect, test } from 'vitest';
import { createStage } from './stage.ts';

test('what was opened is closed, the last first, and what is just opening when it is given up too', async () => {
  const stage = createStage();
  const closed: string[] = [];
  const close = async (name: string) => closed.push(name);
  const slow = Promise.withResolvers<string>();
  await stage.put(Promise.resolve('database'), close);
  const opening = stage.put(slow.promise, close);
  const over = stage.close();
  slow.resolve('hub');
  await expect(opening).rejects.toThrow('given up');
  await over;
  expect(closed).toEqual(['hub', 'database']);
});

test('what fails to open leaves what was opened before to be closed', async () => {
  const stage = createStage();
  const closed: string[] = [];
  const close = async (name: string) => closed.push(name);
  await stage.put(Promise.resolve('database'), close);
  await expect(stage.put(Promise.reject<string>(new Error('no port')), close)).rejects.toThrow('no port');
  await stage.close();
  expect(closed).toEqual(['database']);
});
