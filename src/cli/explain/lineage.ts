import path from 'node:path';
import { explainMapping, type LineageTable } from '../../mapping/explain.ts';
import { loadMappings } from '../../mapping/loadMappings.ts';
import { loadModel } from '../../quality/loadModel.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { printJson, printProblems, table } from '../output.ts';
import { terminal } from '../terminal.ts';

/** Lineage of a mapping: each target field with the source fields it is made from. */
export async function explainLineage(given: string, options: { json?: boolean }): Promise<void> {
  const file = path.resolve(given);
  const { mappings, problems } = await loadMappings([file], await loadModel(), process.cwd());
  const { output, colors } = terminal();
  const mapping = mappings.get(file);
  if (!mapping) {
    if (options.json) printJson(output, { problems });
    else printProblems(output, problems, colors);
    process.exitCode = exitCodes.failed;
    return;
  }
  if (options.json) return printJson(output, mapping.lineage());
  const { columns, rows } = explainMapping(mapping);
  if (rows.length === 0) {
    throw new CommandFailure(`${given} makes no field.`, 'A mapping ends with the object it makes.');
  }
  const shown = columns.map((title, i) => ({
    title: title.toUpperCase(),
    value: (row: LineageTable['rows'][number]) => row[i]!,
  }));
  output.write(table(shown, rows, output, colors));
}
