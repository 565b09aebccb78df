import { parseDuration } from '../../vocabulary/duration.ts';
import { nearest } from '../../vocabulary/nearest.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import { allStates, type Chart, type Expression } from './chart.ts';

/** Every parameter of a chart has a value, and every one that its delays and expressions name is declared. */
export function proveParameters(chart: Chart, expressions: readonly Expression[]): Problem[] {
  return [...withoutValue(chart), ...unknownDelays(chart), ...unknownNames(chart, expressions)];
}

function withoutValue({ parameters: { types, values }, uses, file, line }: Chart): Problem[] {
  const where = uses === undefined ? 'as its `default`' : 'under `with:`';
  return Object.keys(types)
    .filter((name) => values[name] === undefined)
    .map((name) =>
      breach(
        { file, line },
        `The parameter \`${name}\` has no value`,
        `Say one ${where}: it is a ${types[name]}.`,
      ),
    );
}

function unknownDelays({ states, parameters: { types }, file }: Chart): Problem[] {
  return allStates(states).flatMap(({ within, after, line }) =>
    [...(within === undefined ? [] : [within]), ...after.map(({ delay }) => delay)]
      .filter((delay) => parseDuration(delay) === undefined && types[delay] !== 'duration')
      .map((delay) => {
        const durations = Object.keys(types).filter((name) => types[name] === 'duration');
        const list = durations.length === 0 ? 'None is declared.' : `Known: ${durations.join(', ')}.`;
        return breach(
          { file, line },
          `There is no parameter \`${delay}\` that is a duration`,
          `Write a duration such as \`4h\`, or a parameter. ${list}`,
        );
      }),
  );
}

function unknownNames({ parameters: { types } }: Chart, expressions: readonly Expression[]): Problem[] {
  return expressions.flatMap(({ text, file, line }) =>
    [...text.matchAll(/\bparameters\.(\w+)/g)]
      .map(([, name]) => name!)
      .filter((name) => types[name] === undefined)
      .map((name) => {
        const meant = nearest(name, Object.keys(types));
        const advice = meant === undefined ? 'Declare it under `parameters:`.' : `Did you mean \`${meant}\`?`;
        return breach({ file, line }, `There is no parameter \`${name}\``, advice);
      }),
  );
}
