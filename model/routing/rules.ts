import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { statusLater } from '../rules/document.ts';

export const rules: readonly Rule[] = [
  {
    id: 'RT-03',
    severity: 'E',
    meaning: 'a subcontracted operation names its supplier',
    check: noSubcontractor,
  },
  {
    id: 'RT-04',
    severity: 'E',
    meaning: '`next` names operations of the routing, without a cycle',
    check: wrongOrder,
  },
  {
    id: 'RT-05',
    severity: 'W',
    meaning: 'an operation in the plant has a run time above 0',
    check: noRunTime,
  },
];

export const later: readonly LaterRule[] = [
  {
    id: 'RT-02',
    severity: 'E',
    meaning: 'a work center exists, is active and at the same site',
    needs: 'the work centers',
  },
  statusLater,
];

function noSubcontractor(record: JsonObject): Breach[] {
  return objectsAt(record, 'operations').flatMap((operation, i) =>
    operation['control'] === 'subcontract' && textAt(operation, 'subcontract.supplier') === undefined
      ? [{ field: `operations[${i}].subcontract.supplier`, detail: 'subcontracted to nobody' }]
      : [],
  );
}

function wrongOrder(record: JsonObject): Breach[] {
  const operations = objectsAt(record, 'operations');
  const next = new Map(
    operations.map((operation) => [textAt(operation, 'operationNo') ?? '', namesOf(operation)]),
  );
  const unknown = operations.flatMap((operation, i) =>
    namesOf(operation)
      .filter((name) => !next.has(name))
      .map((name) => ({ field: `operations[${i}].next`, value: name, detail: `no operation ${name}` })),
  );
  if (unknown.length > 0 || isAcyclic(next)) return unknown;
  return [{ field: 'operations', detail: 'the operations follow each other in a circle' }];
}

function namesOf(operation: JsonObject): string[] {
  const next = operation['next'];
  return Array.isArray(next) ? next.map(String) : [];
}

/** Takes away operations that nothing leads to until none is left; what stays is a cycle. */
function isAcyclic(next: ReadonlyMap<string, readonly string[]>): boolean {
  const incoming = new Map([...next.keys()].map((name) => [name, 0]));
  for (const names of next.values()) for (const name of names) incoming.set(name, incoming.get(name)! + 1);
  const free = [...incoming].filter(([, count]) => count === 0).map(([name]) => name);
  let taken = 0;
  for (const name of free) {
    taken++;
    for (const follower of next.get(name)!) {
      const left = incoming.get(follower)! - 1;
      incoming.set(follower, left);
      if (left === 0) free.push(follower);
    }
  }
  return taken === next.size;
}

function noRunTime(record: JsonObject): Breach[] {
  return objectsAt(record, 'operations').flatMap((operation, i) => {
    const time = textAt(operation, 'run.time');
    if (operation['control'] !== 'internal' || time === undefined || /[1-9]/.test(time)) return [];
    return [{ field: `operations[${i}].run.time`, value: time, detail: 'no run time' }];
  });
}
