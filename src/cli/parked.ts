import type { Command } from 'commander';
import { registerDecisions } from './parked/decisions.ts';
import { registerJobs } from './parked/jobs.ts';
import { registerLooking } from './parked/looking.ts';
import { registerMessage } from './parked/message.ts';
import { registerPreview } from './parked/preview.ts';
import { registerReplay } from './parked/replay.ts';

export function register(program: Command): void {
  const parked = program.command('parked').description('messages that wait for a decision');
  registerLooking(parked);
  registerPreview(parked);
  registerReplay(parked);
  registerJobs(parked);
  registerDecisions(parked);
  registerMessage(parked);
}
