import { compileAll } from '../../mapping/compile.ts';
import { mayHold } from '../../mapping/mayHold.ts';
import type { EntityKind, Model } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { allInterfaces } from '../allInterfaces.ts';
import { breach } from '../connectivity/breach.ts';
import type { System, TargetInterface } from '../landscape.ts';
import { type Chart, type Expression, expressionsOf } from './chart.ts';
import { proveChart, type Route } from './proveChart.ts';
import { proveParameters } from './proveParameters.ts';

/** Every problem of the processes: their expressions compiled, their charts proved. */
export function checkProcesses(
  charts: ReadonlyMap<string, Chart>,
  systems: ReadonlyMap<string, System>,
  model: Pick<Model, 'entities' | 'codeLists' | 'units'>,
  isPromising: boolean,
): Problem[] {
  const routes: Route[] = allInterfaces({ systems }).flatMap((each) =>
    each.direction === 'target' && each.takes === 'commands' ? [routeTo(each)] : [],
  );
  // The hub itself takes the commands of promising, and tells what becomes of a promise; it looks for the close of a period, and at master data.
  const own = [...(isPromising ? ['promising'] : []), 'closing', 'masterData'];
  routes.push(...own.map((entity) => ({ entity, mayTake: () => true })));
  const entities = new Map<string, { kind: EntityKind }>([
    ...model.entities,
    ['promising', { kind: 'document' }],
    ['closing', { kind: 'document' }],
    ['masterData', { kind: 'document' }],
  ]);
  return [...charts.values()].flatMap((chart) => [
    ...expressionsOf(chart).flatMap((expression) => checkExpression(expression, model)),
    ...[...proveParameters(chart, expressionsOf(chart)), ...proveChart(chart, { entities, routes })].map(
      (found) => whereUsed(chart, found),
    ),
  ]);
}

function routeTo({ entity, where }: TargetInterface): Route {
  return { entity, mayTake: (verb) => where === undefined || mayHold(where, { verb }) };
}

/** What is wrong with a process of the library here is mended where the landscape uses it. */
function whereUsed({ uses, line }: Chart, found: Problem): Problem {
  return uses === undefined ? found : { ...found, line };
}

function checkExpression(
  { text, file, line, function: its }: Expression,
  model: Pick<Model, 'codeLists' | 'units'>,
): Problem[] {
  if (its !== undefined) return [];
  const compiled = compileAll(file, text, model);
  if (!Array.isArray(compiled)) return [];
  return compiled.map(({ detail, line: within = 1, column = 1 }) =>
    breach(
      { file, line },
      `The expression cannot be compiled: ${detail} (its line ${within}, column ${column})`,
      'Mend the JSONata at this place; docs/mapping.md says what it may hold.',
    ),
  );
}
