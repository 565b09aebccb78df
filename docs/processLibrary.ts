import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Chart } from '../src/landscape/processes/chart.ts';
import { libraryChart } from '../src/landscape/processes/useProcess.ts';
import { readLibrary } from '../src/processes/library/readLibrary.ts';
import { drawingOf } from '../src/processes/picture/drawing.ts';
import { svgOf } from '../src/processes/picture/svg.ts';

const PAGE = 'docs/processes.md';
const [BEGIN, END] = ['<!-- The library: written by `npm run docs`. -->', '<!-- End of the library. -->'];

/** A picture of each process of the library, and the part of the page on processes that shows them. */
export async function processLibrary(): Promise<Map<string, string>> {
  const library = await readLibrary();
  const charts = [...library.values()].map((source) => libraryChart(source, [])!);
  const pictures = charts.map((chart): [string, string] => [
    `docs/${pictureOf(chart)}`,
    svgOf(drawingOf(chart), chart.title ?? chart.code),
  ]);
  const page = await readFile(fileURLToPath(new URL('processes.md', import.meta.url)), 'utf8');
  const [before, after] = [page.split(BEGIN)[0]!, page.split(END)[1]!];
  const shown = `${before}${BEGIN}\n\n${charts.map(sectionOf).join('\n')}\n${END}${after}`;
  return new Map([...pictures, [PAGE, shown]]);
}

function pictureOf({ code }: Chart): string {
  return `pictures/processes/${code}.svg`;
}

function wayBack({ undo, final, asks }: Chart['commands'][number]): string {
  if (asks) return 'It asks and changes nothing.';
  return undo === undefined ? (final ?? '') : `\`${undo}\``;
}

function sectionOf(chart: Chart): string {
  const { code, title, commands, parameters } = chart;
  const types = Object.entries(parameters.types);
  const set = types.map(
    ([name, type]) => `| \`${name}\` | ${type} | \`${JSON.stringify(parameters.values[name])}\` |`,
  );
  const given = commands.map(
    (command) => `| \`${command.name}\` | ${command.entity}: ${command.verb} | ${wayBack(command)} |`,
  );
  return [
    `### ${code}`,
    '',
    ...(title === undefined ? [] : [title, '']),
    `![${code}](${pictureOf(chart)})`,
    '',
    ...table('| parameter | type | default |', set),
    ...table('| command | of | taken back by |', given),
  ].join('\n');
}

function table(head: string, rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : [head, head.replaceAll(/[^|]+/g, '---'), ...rows, ''];
}
