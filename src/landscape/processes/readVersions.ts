import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { Chart } from './chart.ts';
import { compileProcess } from './compileProcess.ts';
import { readScript } from './readScript.ts';
import { libraryChart } from './useProcess.ts';

/** A scenario that begins on a version. */
interface Begins {
  version?: number;
  line: number;
}

/** The earlier charts that scenarios begin on, by version. They stand beside the chart: `fulfilment.yaml` → `fulfilment.v1.yaml`, or `fulfilment.v1.ts`. */
export async function readVersions(
  folder: string,
  chart: Pick<Chart, 'file'>,
  scenarios: readonly Begins[],
  problems: Problem[],
): Promise<Map<number, Chart>> {
  const versions = new Map<number, Chart>();
  for (const { version, line } of scenarios) {
    if (version === undefined || versions.has(version)) continue;
    const earlier = await readVersion(folder, chart.file, version, problems);
    if (earlier) versions.set(version, earlier);
    else problems.push(unknown(chart, version, line));
  }
  return versions;
}

async function readVersion(
  folder: string,
  file: string,
  version: number,
  problems: Problem[],
): Promise<Chart | undefined> {
  for (const ending of ['yaml', 'yml', 'ts']) {
    const beside = file.replace(/\.(?:ya?ml|ts)$/, `.v${version}.${ending}`);
    const text = await readFile(path.join(folder, beside), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const chart =
      ending === 'ts'
        ? compileProcess(readScript(beside, text), problems)
        : libraryChart({ file: beside, text }, problems);
    return chart?.version === version ? chart : undefined;
  }
  return undefined;
}

function unknown({ file }: Pick<Chart, 'file'>, version: number, line: number): Problem {
  const detail = `No chart of version ${version} stands beside ${file}`;
  const advice = `Keep the chart as it was, with \`version: ${version}\`, in \`<name>.v${version}.yaml\`.`;
  return problem('landscape-invalid', 'landscape', detail, {
    file: file.replace(/\.\w+$/, '.test.yaml'),
    line,
    advice,
  });
}
