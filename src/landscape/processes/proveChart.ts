import type { EntityKind } from '../../quality/checker.ts';
import { nearest } from '../../vocabulary/nearest.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import { allStates, branchesOf, type Chart, type ChartCommand, type ChartState } from './chart.ts';
import { givenByParameters, givenIn, reached } from './reached.ts';
import { unheardRefusals } from './refusals.ts';

/** Entities of the model, and where commands go. */
export interface Grounds {
  entities: ReadonlyMap<string, { kind: EntityKind }>;
  routes: readonly Route[];
}

/** A target that takes commands for an entity. */
export interface Route {
  entity: string;
  /** Whether a command of this verb gets there, or may, by what else it says. */
  mayTake(verb: string): boolean;
}

/** What is wrong with a chart that its shape alone does not show: every name known, every state reached and left, every command heard and undone. */
export function proveChart(chart: Chart, grounds: Grounds): Problem[] {
  const states = allStates(chart.states);
  const wrong = [...nameProblems(chart, states, grounds)];
  if (wrong.length > 0) return wrong;
  return [
    ...unreachable(chart, states),
    ...deadEnds(chart),
    ...unheardRefusals(chart),
    ...commandProblems(chart, states, grounds),
  ];
}

function nameProblems(chart: Chart, states: readonly ChartState[], grounds: Grounds): Problem[] {
  const codes = states.map(({ code }) => code);
  const said = (what: string, name: string, known: Iterable<string>, line: number): Problem[] => {
    const all = [...known];
    if (all.includes(name)) return [];
    const meant = nearest(name, all);
    const list = all.length === 0 ? `No ${what} is known.` : `Known: ${all.join(', ')}.`;
    const advice = meant === undefined ? list : `Did you mean \`${meant}\`? ${list}`;
    return [breach({ file: chart.file, line }, `There is no ${what} \`${name}\``, advice)];
  };
  const twice = codes.filter((code, i) => codes.indexOf(code) !== i);
  const isCommand = (name: string, line: number) => said('command', name, commandNames(chart), line);
  return [
    ...said('entity', chart.about, grounds.entities.keys(), chart.line),
    ...said(
      'state',
      chart.initial,
      chart.states.map(({ code }) => code),
      chart.line,
    ),
    ...states
      .filter(({ code }) => twice.includes(code))
      .map(({ code, line }) =>
        breach(
          { file: chart.file, line },
          `Two states are called \`${code}\``,
          'Give each state a name of its own.',
        ),
      ),
    ...states.flatMap((state) => [
      ...state.enter.flatMap((name) => isCommand(name, state.line)),
      ...branchesOf(state).flatMap((branch) => [
        ...(branch.to === undefined ? [] : said('state', branch.to, codes, branch.line)),
        ...branch.do.flatMap((name) => isCommand(name, branch.line)),
      ]),
      ...(state.kind === 'compound'
        ? said(
            'state',
            state.initial ?? '',
            state.states.map(({ code }) => code),
            state.line,
          )
        : []),
    ]),
    ...chart.commands.flatMap((command) => [
      ...said('entity', command.entity, grounds.entities.keys(), command.line),
      ...(command.undo === undefined ? [] : said('command', command.undo, commandNames(chart), command.line)),
    ]),
    ...chart.migrate.flatMap(({ from, states: moved, line }) => [
      ...Object.values(moved).flatMap((to) => said('state', to, codes, line)),
      ...(from < chart.version
        ? []
        : [
            breach(
              { file: chart.file, line },
              `Version ${chart.version} cannot be reached from version ${from}`,
              'Name an older version in `from`, or raise `version`.',
            ),
          ]),
    ]),
    ...[
      { event: chart.start.on, line: chart.line },
      ...states.flatMap(({ on, line }) => on.map(({ event }) => ({ event, line }))),
    ].flatMap(({ event, line }) => eventProblems(chart, event, line, grounds, said)),
  ];
}

function commandNames({ commands }: Chart): string[] {
  return commands.map(({ name }) => name);
}

/** A word without a dot is a signal, which people and other programs give. */
function eventProblems(
  chart: Chart,
  event: string,
  line: number,
  { entities }: Grounds,
  said: (what: string, name: string, known: Iterable<string>, line: number) => Problem[],
): Problem[] {
  const [name = '', verb, ...more] = event.split('.');
  if (verb === undefined) return [];
  const verbs = entities.has(name)
    ? [entities.get(name)!.kind === 'fact' ? 'recorded' : 'changed']
    : commandNames(chart).includes(name)
      ? ['delivered', 'refused']
      : undefined;
  if (verbs === undefined)
    return said('entity or command', name, [...entities.keys(), ...commandNames(chart)], line);
  return said('event', [verb, ...more].join('.'), verbs, line).map((found) => ({
    ...found,
    detail: `${name} has no event \`${event}\``,
  }));
}

function unreachable(chart: Chart, states: readonly ChartState[]): Problem[] {
  const found = reached(chart, states);
  return states
    .filter(({ code }) => !found.has(code))
    .map(({ code, line }) =>
      breach(
        { file: chart.file, line },
        `No way leads to the state \`${code}\``,
        'Name it in the `to` of a branch, or take it away.',
      ),
    );
}

/** A state that nothing leaves, and that is not final, keeps its instances for ever. */
function deadEnds(chart: Chart): Problem[] {
  const leaves = (state: ChartState) =>
    branchesOf(state).some(({ to }) => to !== undefined && to !== state.code);
  const stuck = (state: ChartState, isLeft: boolean): ChartState[] => {
    const left = isLeft || leaves(state);
    if (state.kind === 'final') return [];
    if (state.states.length > 0) return state.states.flatMap((inner) => stuck(inner, left));
    return left ? [] : [state];
  };
  return chart.states
    .flatMap((state) => stuck(state, false))
    .map(({ code, line }) =>
      breach(
        { file: chart.file, line },
        `Nothing leads out of the state \`${code}\``,
        'Give it a branch with `to`, or `final: true`.',
      ),
    );
}

function commandProblems(chart: Chart, states: readonly ChartState[], { routes }: Grounds): Problem[] {
  const undoes = new Set(chart.commands.flatMap(({ undo }) => (undo === undefined ? [] : [undo])));
  const needed = givenByParameters(chart);
  const used = new Set([...givenIn(states).keys(), ...undoes]);
  return chart.commands.flatMap((command) => {
    const at = { file: chart.file, line: command.line };
    const { name } = command;
    return [
      ...(used.has(name)
        ? []
        : [
            breach(
              at,
              `The command \`${name}\` is never given`,
              'Name it in a `do` or `enter`, or take it away.',
            ),
          ]),
      ...(needed.has(name) ? routeProblems(command, at, routes) : []),
      ...(hasWayBack(command) || undoes.has(name)
        ? []
        : [
            breach(
              at,
              `\`${name}\` has no way back`,
              'Name the command that takes it back in `undo`, say in `final` why there is none, or `asks: true` when it changes nothing.',
            ),
          ]),
    ];
  });
}

function hasWayBack({ undo, final, asks }: ChartCommand): boolean {
  return undo !== undefined || final !== undefined || asks === true;
}

function routeProblems(
  { entity, verb }: ChartCommand,
  at: { file: string; line: number },
  routes: readonly Route[],
): Problem[] {
  const its = routes.filter((route) => route.entity === entity);
  if (its.some(({ mayTake }) => mayTake(verb))) return [];
  return its.length === 0
    ? [
        breach(
          at,
          `No target takes commands for ${entity}`,
          entity === 'promising'
            ? 'Declare `promising:` in enterprise.yaml: docs/promising.md.'
            : `Give a system a target interface of ${entity} with \`takes: commands\`.`,
        ),
      ]
    : [
        breach(
          at,
          `No target takes the command \`${verb}\` of ${entity}`,
          `Targets that take commands of it leave it out by \`where:\`: name the verb there, or mend it here.`,
        ),
      ];
}
