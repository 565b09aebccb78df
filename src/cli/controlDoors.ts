import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ControlDoors } from '../vocabulary/faults.ts';
import { CommandFailure } from './failure.ts';

const fileOf = (dataFolder: string) => path.join(dataFolder, 'demo.json');

/** Leaves the doors where the other commands find them. */
export async function writeControlDoors(dataFolder: string, doors: ControlDoors): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await writeFile(fileOf(dataFolder), `${JSON.stringify(doors, null, 2)}\n`);
}

export async function forgetControlDoors(dataFolder: string): Promise<void> {
  await rm(fileOf(dataFolder), { force: true });
}

/** The door of one system of the scenario that runs now. */
export async function controlDoor(dataFolder: string, system: string): Promise<string> {
  const doors = await readFile(fileOf(dataFolder), 'utf8').then(
    (text) => JSON.parse(text) as ControlDoors,
    () => undefined,
  );
  if (!doors) {
    throw new CommandFailure(
      `No scenario runs from ${dataFolder}.`,
      'Start one with `npm start`, or `npx lineshaft demo <folder>`, and leave it running.',
    );
  }
  const door = Object.hasOwn(doors, system) ? doors[system] : undefined;
  if (door !== undefined) return door;
  throw new CommandFailure(
    `The scenario has no system ${system}.`,
    `Name one of these: ${Object.keys(doors).toSorted().join(', ')}.`,
  );
}
