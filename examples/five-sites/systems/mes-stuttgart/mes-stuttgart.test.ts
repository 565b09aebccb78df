import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { at, readXml, textAt } from '../plumbing/xmlTree.ts';
import { openPushTarget } from '../pushTarget.ts';
import { eventually, testOptions } from '../testing.ts';
import { readSchedule } from './schedule.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let target: Awaited<ReturnType<typeof openPushTarget>>;
let mes: RunningSystem;
beforeEach(async () => {
  target = await openPushTarget();
  options = await testOptions({ hub: target.url });
  mes = await start(options);
});
afterEach(async () => {
  await mes.stop();
  await target.close();
  await options.clean();
});

const material = (item: string, use: string, quantity: string) =>
  `<MaterialRequirement><MaterialDefinitionID>${item}</MaterialDefinitionID><MaterialUse>${use}</MaterialUse><Quantity><QuantityString>${quantity}</QuantityString><DataType>decimal</DataType><UnitOfMeasure>C62</UnitOfMeasure></Quantity></MaterialRequirement>`;
const schedule = `<ProductionSchedule xmlns="http://www.wbf.org/xml/B2MML-V0401"><ProductionRequest><ID>60000001</ID><SegmentRequirement><ID>0010</ID>${material('70000001', 'Produced', '3')}${material('70001201', 'Consumed', '6')}</SegmentRequirement><SegmentRequirement><ID>0020</ID></SegmentRequirement></ProductionRequest></ProductionSchedule>`;
const post = (body: string, key = mes.addresses['MES_STUTTGART_KEY']!) =>
  fetch(`${mes.addresses['MES_STUTTGART_URL']}/b2mml`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body,
  });

test('takes an order as B2MML and pushes what happened as B2MML, also when it was not heard at first', async () => {
  target.answer.status = 503;
  const taken = await post(schedule);
  expect(taken.status).toBe(200);
  expect(await taken.text()).toContain('AcknowledgeProductionSchedule');
  await eventually(() => target.pushed.length > 0);
  target.answer.status = 202;
  target.pushed.length = 0;
  await eventually(() => target.pushed.length === 6);
  const confirmations = target.pushed.filter((push) => push.path === '/in/mes-stuttgart/confirmations');
  const last = readXml(confirmations.at(-1)!.body);
  if (typeof last === 'string') throw new Error(last);
  const segment = at(last, 'DataArea', 'ProductionPerformance', 'ProductionResponse', 'SegmentResponse')[0];
  expect([textAt(segment, 'ID'), textAt(segment, 'SegmentState')]).toEqual(['0020', 'Completed']);
  expect(confirmations[0]!.headers['x-api-key']).toBe('stuttgart-key');
});

test('refuses what is not an order, and DTDs', async () => {
  expect((await post('<a/>')).status).toBe(422);
  expect((await post('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).status).toBe(400);
  expect((await post(schedule, 'wrong')).status).toBe(401);
});

const sample = new URL('../../../../../shared/data/b2mml/PRO-20121210181416-27942.xml', import.meta.url);
test.skipIf(!existsSync(sample))(
  'reads the envelope of a schedule that another vendor wrote (skipped: ../shared is not there)',
  () => {
    expect(readSchedule(readFileSync(sample, 'utf8'))).toMatch(/KG/);
  },
);
