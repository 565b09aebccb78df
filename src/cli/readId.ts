import { CommandFailure, exitCodes } from './failure.ts';

/** A number from the first column of a list; `list` is the command that prints it. */
export function readId(text: string, list: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new CommandFailure(
    `${text} is not an id.`,
    `Take it from the first column of \`npx lineshaft ${list}\`.`,
    exitCodes.usage,
  );
}
