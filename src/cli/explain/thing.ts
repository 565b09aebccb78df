import type { ExplainAnswer } from '../../api/operations/explain/contract.ts';
import type { PlanLine } from '../../landscape/connectivity/plan.ts';
import { type HubOptions, hubClient } from '../hubClient.ts';
import { type Colors, count, printJson } from '../output.ts';
import { ruleText } from '../planText.ts';
import { terminal } from '../terminal.ts';
import { excerpt, printable } from '../words.ts';

/** Who is the authority for one thing, who says what of it, who is told: asked of a running hub. */
export async function explainThing(entity: string, key: string, options: HubOptions): Promise<void> {
  const hub = await hubClient(options);
  const path = `explain/${encodeURIComponent(entity)}/${encodeURIComponent(key)}`;
  const answer = printable(await hub.get<ExplainAnswer>(path));
  const { output, colors } = terminal();
  if (options.json) printJson(output, answer);
  else output.write(thingText(answer, colors));
}

export function thingText(answer: ExplainAnswer, colors: Colors): string {
  const { entity, key, version, changedAt, localKeys, wiring, attributes, requests, lacks } = answer;
  const names = localKeys.map(({ system, localKey }) => `${system}:${localKey}`).join(', ');
  const width = Math.max(0, ...attributes.map(({ pointer }) => pointer.length));
  return [
    `${colors.bold(`${entity} ${key}`)}, version ${version}${changedAt ? `, changed ${changedAt}` : ''}\n`,
    `  known as ${names || 'nothing yet'}\n`,
    wiring
      ? ruleText(wiring as PlanLine, colors)
      : '  no connectivity rule holds for it: everything counts\n',
    ...lacks.map((lack) => lackText(lack, colors)),
    requests > 0 ? `  ${count(requests, 'open change request')}: \`npx lineshaft requests list\`\n` : '',
    `${colors.bold('attributes, and who says so now')}\n`,
    ...attributes.map((each) => attributeText(each, width, colors)),
  ].join('');
}

/** `eu-erp/items-out waits since … for sites.ulm.planner: asked of ulm (bernd), completion/itm_…@ulm`. */
function lackText(
  { work, site, owner, attributes, waiting, since }: ExplainAnswer['lacks'][number],
  colors: Colors,
): string {
  const whom = [site, owner && `(${owner})`].filter(Boolean).join(' ') || 'nobody in particular';
  return `  ${colors.yellow(`${waiting.join(', ')} waits for ${attributes.join(', ')}`)} since ${since}: asked of ${whom}, \`${work}\`\n`;
}

function attributeText(
  { pointer, value, saidBy, otherwise }: ExplainAnswer['attributes'][number],
  width: number,
  colors: Colors,
): string {
  const others = otherwise.map((each) => `${each.system} says ${shown(each.value)}`);
  const by = [saidBy.join(', ') || 'nobody any more', ...others].join('; ');
  return `  ${pointer.padEnd(width)}  ${shown(value)}  ${otherwise.length > 0 ? colors.yellow(by) : colors.dim(by)}\n`;
}

function shown(value: unknown): string {
  return excerpt(JSON.stringify(value), 60);
}
