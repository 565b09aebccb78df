import { Command, CommanderError } from 'commander';
import { isPipeClosed, writeFailure } from './endings.ts';
import { exitCodes } from './failure.ts';
import { terminal } from './terminal.ts';

/** Each command is loaded when its name is asked for, so that `status` need not load what `start` runs. */
const commands = {
  init: () => import('./init.ts'),
  check: () => import('./check.ts'),
  test: () => import('./test.ts'),
  explain: () => import('./explain/register.ts'),
  plan: () => import('./plan.ts'),
  apply: () => import('./apply.ts'),
  advise: () => import('./advise.ts'),
  start: () => import('./start.ts'),
  demo: () => import('./demo.ts'),
  status: () => import('./status.ts'),
  trace: () => import('./trace.ts'),
  record: () => import('./record.ts'),
  parked: () => import('./parked.ts'),
  replay: () => import('./replay.ts'),
  maintenance: () => import('./maintenance.ts'),
  circuit: () => import('./circuit.ts'),
  requests: () => import('./requests.ts'),
  match: () => import('./match.ts'),
  conflicts: () => import('./conflicts.ts'),
  weigh: () => import('./weigh.ts'),
  codes: () => import('./codes.ts'),
  completeness: () => import('./completeness.ts'),
  keys: () => import('./keys.ts'),
  quality: () => import('./quality.ts'),
  work: () => import('./work.ts'),
  process: () => import('./process.ts'),
  console: () => import('./console.ts'),
};

/** Runs one command line: `argv` as the process got it. Sets the exit code; never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', (error) => {
    if (!isPipeClosed(error)) throw error;
  });
  const program = new Command('lineshaft')
    .description('A self-hosted integration hub for manufacturers with several sites')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride();
  const asked = commands[argv[2] as keyof typeof commands];
  const wanted = asked ? [asked] : Object.values(commands);
  for (const load of wanted) (await load()).register(program);
  overrideExits(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = usageCode(error);
    else await leave(writeFailure(error, terminal(process.stderr)));
  }
}

/** A hub that could not start may have left work under way: it ends here, once its words are out. */
async function leave(exitCode: number): Promise<void> {
  await new Promise((resolve) => process.stderr.write('', resolve));
  process.exit(exitCode);
}

/** Commander has printed its own words; help and version are no failures. */
function usageCode(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : exitCodes.usage;
}

function overrideExits(command: Command): void {
  for (const each of command.commands) {
    each.exitOverride();
    overrideExits(each);
  }
}
