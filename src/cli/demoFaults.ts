import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { faultPaths } from '../vocabulary/faults.ts';
import { controlDoor } from './controlDoors.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { hubClient } from './hubClient.ts';
import { terminal } from './terminal.ts';

/** What can be done to a simulated system of the running scenario, and where its story is told. */
interface DemoFault {
  name: string;
  description: string;
  /** Its number: `[ms]`, and what it is when it is not given. */
  amount?: { name: string; description: string; usual: number };
  /** What its control door is asked. */
  path(amount: number): string;
  /** What is so now. */
  now(system: string, amount: number): string;
  /** Where to look, commands without `npx lineshaft`; and what is seen there. */
  look: readonly [command: string, seen: string][];
}

const faults: DemoFault[] = [
  {
    name: 'cut',
    description: 'unplug a system: it cannot be reached',
    path: faultPaths.cut,
    now: (system) => `${system} is cut off; \`npx lineshaft demo heal ${system}\` plugs it in again`,
    look: [
      ['status', 'its lag grows, nothing is lost and nothing parks for it'],
      ['trace <order>', 'what waits for it, and since when'],
    ],
  },
  {
    name: 'heal',
    description: 'plug a system in again: reachable, as fast and as free as at the start',
    path: faultPaths.heal,
    now: (system) => `${system} works as it should`,
    look: [['status', 'its backlog drains']],
  },
  {
    name: 'slow',
    description: 'each answer of a system takes longer',
    amount: { name: 'ms', description: 'milliseconds longer', usual: 1000 },
    path: faultPaths.slow,
    now: (system, ms) => `each answer of ${system} takes ${ms} ms longer`,
    look: [['status', 'its rate falls and its lag grows; the others do not notice']],
  },
  {
    name: 'throttle',
    description: 'a system takes only so many requests a second',
    amount: { name: 'per-second', description: 'requests a second', usual: 1 },
    path: faultPaths.throttle,
    now: (system, perSecond) => `${system} answers 429 beyond ${perSecond} requests a second`,
    look: [
      ['status', 'it is held for the time that it asks for'],
      ['parked list', 'nothing parks for it, and no attempt is spent'],
    ],
  },
  {
    name: 'dirty',
    description: 'of what a system tells, so many percent are mistyped',
    amount: { name: 'percent', description: 'percent', usual: 30 },
    path: faultPaths.dirty,
    now: (system, percent) =>
      `${percent} % of what ${system} tells is mistyped; \`npx lineshaft demo dirty ${system} 1\` makes it as at the start`,
    look: [
      ['parked list', 'each waits with what would mend it'],
      ['status', 'the rest goes on'],
    ],
  },
];

/** `lineshaft demo cut <system>` and its like, under the command that runs a scenario. */
export function registerFaults(demo: Command): void {
  for (const fault of faults) {
    const command = demo.command(fault.name).description(fault.description).argument('<system>');
    if (fault.amount)
      command.argument(`[${fault.amount.name}]`, fault.amount.description, String(fault.amount.usual));
    command.action((system: string, amount: unknown) =>
      cause(fault, system, fault.amount ? readAmount(String(amount), fault.amount.description) : 0),
    );
  }
  demo
    .command('window')
    .description('a maintenance window of a system, from now on')
    .argument('<system>')
    .argument('[minutes]', 'how long it lasts', '5')
    .action(announceWindow);
}

async function cause(fault: DemoFault, system: string, amount: number): Promise<void> {
  const door = await controlDoor(readConfig().dataFolder, system);
  const answer = await fetch(door + fault.path(amount), { method: 'POST' }).catch(() => undefined);
  if (answer?.status === 409) {
    throw new CommandFailure(
      `${system} cannot be made so: it speaks by ${fault.name === 'slow' ? 'files' : 'files, a broker or a database'}, not by requests.`,
      'Choose another system, such as eu-erp, or another fault, such as `demo cut`.',
    );
  }
  if (!answer?.ok) {
    throw new CommandFailure(
      `The control door of ${system} at ${door} does not answer.`,
      'The scenario has ended: start it again with `npm start`.',
    );
  }
  tell(fault.now(system, amount), fault.look);
}

async function announceWindow(system: string, minutes: string): Promise<void> {
  const lasts = `${readAmount(minutes, 'minutes')}m`;
  const client = await hubClient({});
  await client.post('maintenance/announce', { system, lasts, reason: 'demo' });
  tell(`${system} is in maintenance for ${minutes} minutes`, [
    ['status', 'what waits for it, until when, and when it will have caught up'],
    ['parked list', 'nothing parks for it, and no attempt is spent'],
    [`maintenance end ${system}`, 'ends it early'],
  ]);
}

function tell(now: string, look: readonly [command: string, seen: string][]): void {
  const { output, colors } = terminal();
  const width = Math.max(...look.map(([command]) => command.length));
  output.write(`${colors.green('✓')} ${now}\n\nLook at it:\n`);
  for (const [command, seen] of look) output.write(`  npx lineshaft ${command.padEnd(width)}  ${seen}\n`);
}

function readAmount(text: string, of: string): number {
  const amount = Number(text);
  if (/^\d{1,6}$/.test(text)) return amount;
  throw new CommandFailure(
    `${text} is no number of ${of}.`,
    'Give a whole number, such as 10.',
    exitCodes.usage,
  );
}
