import { access } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import type { ControlDoors } from '../vocabulary/faults.ts';
import { tellBuild } from './console.ts';
import { buildConsole } from './consoleBuild.ts';
import { forgetControlDoors, writeControlDoors } from './controlDoors.ts';
import { registerFaults } from './demoFaults.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { aborted, type OpenHub, openWithLink, stopAsked, tellHub } from './hub.ts';
import { progress } from './output.ts';
import { terminal } from './terminal.ts';

/** What a scenario's `start.ts` is started with, and what it may use to say how far it is. */
export interface ScenarioOptions {
  config: Config;
  /** Messages a second that its systems make together. */
  rate?: number;
  /** Starts the hub on the scenario's landscape; the key is written where the commands find it. */
  openHub(landscape: string, config: Config): Promise<OpenHub>;
  /** Prints address, key and what to try; commands without `npx lineshaft`. */
  tell(opened: OpenHub, tryNext: readonly string[]): Promise<void>;
  /** One line, written over. */
  progress(text: string): void;
}

/** A scenario all of which runs. */
export interface RunningScenario {
  controls: ControlDoors;
  stop(): Promise<void>;
}

/** What `<folder>/start.ts` exports. */
export interface Scenario {
  start(options: ScenarioOptions): Promise<RunningScenario>;
}

export function register(program: Command): void {
  const command = program
    .command('demo')
    .description(
      'run a scenario: its simulated systems and a hub, in one go; or make something go wrong in the one that runs',
    )
    .argument('<folder>', 'a folder with a start.ts')
    .option('--rate <messages>', 'messages a second, all systems together')
    .action(demo);
  registerFaults(command);
}

async function demo(folder: string, options: { rate?: string }): Promise<void> {
  const scenario = await loadScenario(folder);
  const config = readConfig();
  const asked = stopAsked();
  const line = progress();
  const built = buildConsole();
  const running = await scenario
    .start({
      config,
      ...(options.rate !== undefined && { rate: readRate(options.rate) }),
      openHub: (landscape, config) => openWithLink(landscape, config, asked),
      tell: async (opened, tryNext) => {
        line.show('building the console …');
        const console = await built;
        line.done();
        tellBuild(console, terminal());
        tellHub(opened, tryNext, terminal());
      },
      progress: line.show,
    })
    .finally(line.done);
  await writeControlDoors(config.dataFolder, running.controls);
  await aborted(asked);
  line.show('stopping …');
  await forgetControlDoors(config.dataFolder);
  await running.stop();
  line.done();
}

async function loadScenario(folder: string): Promise<Scenario> {
  const file = path.resolve(folder, 'start.ts');
  const there = await access(file).then(
    () => true,
    () => false,
  );
  const scenario = there ? ((await import(pathToFileURL(file).href)) as Partial<Scenario>) : undefined;
  if (typeof scenario?.start === 'function') return scenario as Scenario;
  throw new CommandFailure(
    `There is no scenario in ${folder}.`,
    'Name a folder whose start.ts exports `start`, such as examples/five-sites.',
  );
}

function readRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 100_000) return rate;
  throw new CommandFailure(`${text} is not a rate.`, 'Give messages a second, such as 20.', exitCodes.usage);
}
