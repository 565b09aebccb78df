import type { GroupsAnswer, ParkedGroup } from '../../api/operations/parked/groupsContract.ts';
import { type Colors, count, type Output } from '../output.ts';
import { age, number, printable } from '../words.ts';

/** What `lineshaft parked groups` prints; `now` in milliseconds. */
export function printGroups(answer: GroupsAnswer, now: number, output: Output, colors: Colors): void {
  const { groups, total } = printable(answer);
  if (groups.length === 0) {
    output.write(`${colors.green('✓')} nothing is parked\n`);
    return;
  }
  for (const group of groups) output.write(`${groupText(group, now, colors)}\n`);
  const shown = groups.length === total.groups ? '' : `${groups.length} of `;
  output.write(
    `${shown}${count(total.groups, 'cause')}, ${count(total.messages, 'message')}. See what a mend would do with \`lineshaft parked preview --group <id>\`\n`,
  );
  for (const offer of mendedText(groups, colors)) output.write(`${offer}\n`);
}

/** One line for each group whose code list was mended. */
export function mendedText(groups: readonly ParkedGroup[], colors: Colors): string[] {
  return groups
    .filter(({ mended }) => mended)
    .map(
      ({ id, count: messages, title }) =>
        `${colors.green('✓')} ${number(messages)} can go on now (${printable(title)} was so): \`lineshaft parked replay --group ${id}\``,
    );
}

function groupText(group: ParkedGroup, now: number, colors: Colors): string {
  const { id, title, keys, behind, orders, oldest, interfaces, example, advice, actor, code } = group;
  const held = keys === 0 ? '' : `, ${count(keys, 'key')} held, ${count(behind, 'message')} behind`;
  const weight = orders === 0 ? '' : `, ${count(orders, 'sales order')} among them`;
  return [
    `${colors.bold(count(group.count, 'message'))}: ${title}`,
    `  ${colors.cyan(id)}  ${code} at ${group.stage}, for ${age(oldest, now)}${held}${weight}`,
    `  ${interfaces.join(', ')}; see \`lineshaft parked show ${example}\``,
    colors.dim(`  → ${actor}: ${advice}`),
    '',
  ].join('\n');
}
