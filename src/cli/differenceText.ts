import type { PlanChange } from '../landscape/connectivity/plan.ts';
import { type Difference, type InterfaceChange, isNothing } from '../landscape/difference.ts';
import type { Colors } from './output.ts';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** The difference to what runs; reads well where it is pasted. */
export function differenceText(difference: Difference, colors: Colors): string {
  if (isNothing(difference)) return `${colors.green('✓')} nothing differs from what runs\n`;
  const { rules, interfaces } = difference;
  return [
    ...(rules.length === 0 ? [] : [`${colors.bold('who may change what, and who is told')}\n`]),
    ...rules.map((rule) => entry(rule, `${rule.entity} ${rule.where}`, colors)),
    ...(interfaces.length === 0 ? [] : [`${colors.bold('interfaces; all others go on untouched')}\n`]),
    ...interfaces.map((each) => entry(each, each.interface, colors)),
  ].join('');
}

function entry({ change, words }: PlanChange | InterfaceChange, name: string, colors: Colors): string {
  const paint = { added: colors.green, removed: colors.red, changed: colors.yellow };
  return `${paint[change](`${SIGNS[change]} ${name}`)}\n${words.map((word) => `    ${word}\n`).join('')}`;
}
