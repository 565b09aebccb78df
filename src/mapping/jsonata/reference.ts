import jsonata from 'jsonata';

/** A node of the syntax tree that the `jsonata` package's parser makes. Its published type leaves out most of it. */
export interface Node {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: literals of every kind stand here
  value?: any;
  position?: number;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
  consarray?: boolean;
  thunk?: boolean;
  tuple?: boolean;
  focus?: string;
  index?: string;
  ancestor?: { label: string };
  slot?: { label: string };
  steps?: Node[];
  stages?: Stage[];
  predicate?: Stage[];
  group?: { lhs: [Node, Node][]; position: number };
  terms?: { descending: boolean; expression: Node }[];
  lhs?: Node | [Node, Node][];
  rhs?: Node;
  expression?: Node;
  expressions?: Node[];
  arguments?: Node[];
  procedure?: Node;
  signature?: Signature;
  body?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  pattern?: Node;
  update?: Node;
  delete?: Node;
}

export interface Stage {
  type: 'filter' | 'index';
  expr: Node;
  value?: string;
}

export interface Signature {
  definition: string;
  validate(args: unknown[], context: unknown): unknown[];
}

export interface Builtin {
  implementation: (this: unknown, ...args: never[]) => unknown;
  signature?: Signature;
}

export interface SyntaxFault {
  code: string;
  message: string;
  position: number;
}

export function parse(text: string): Node {
  return jsonata(text).ast() as unknown as Node;
}

/**
 * The package's own functions, with the checks of their arguments. They are not exported; the package's
 * hook for debuggers is handed the environment in which they are bound, before anything is awaited.
 */
export function builtins(): (name: string) => Builtin | undefined {
  let environment: { lookup(name: string): Builtin | undefined } | undefined;
  const probe = jsonata('1');
  const hook = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
  probe.assign(hook, (_node: unknown, _input: unknown, entered: typeof environment) => {
    environment = entered;
  });
  void probe.evaluate(null);
  if (environment === undefined) throw new Error('this version of jsonata has no entry hook');
  const found = environment;
  return (name) => found.lookup(name);
}
