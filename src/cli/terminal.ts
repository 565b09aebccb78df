import { readConfig } from '../config.ts';
import { type Colors, colorsFor, type Output } from './output.ts';

/** Where a command's result goes. */
export interface Terminal {
  output: Output;
  colors: Colors;
}

export function terminal(output: Output = process.stdout): Terminal {
  return { output, colors: colorsFor(output, readConfig().environment) };
}
