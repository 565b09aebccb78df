import { Cron } from 'croner';
import { parseDuration } from '../vocabulary/duration.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { MaintenanceWindow } from './landscape.ts';
import type { MaintenanceSettings } from './maintenanceSettings.ts';
import { refuse, unknownWord } from './report.ts';
import { instantIn, isTimeZone } from './timeZone.ts';
import { child, type YamlFile } from './yaml.ts';

/** The windows of `maintenance:` that can be read, each with its zone; the rest is among the problems. */
export function compileMaintenance(
  windows: readonly MaintenanceSettings[],
  siteZone: string,
  yaml: YamlFile,
  problems: Problem[],
): MaintenanceWindow[] {
  return windows.flatMap((window, i) => {
    const pointer = child('/maintenance', i);
    const timeZone = window.timezone ?? siteZone;
    if (!isTimeZone(timeZone)) {
      const zones = Intl.supportedValuesOf('timeZone');
      problems.push(unknownWord('time zone', timeZone, zones, yaml, `${pointer}/timezone`));
      return [];
    }
    const read = 'cron' in window ? readRecurring(window, timeZone) : readOnce(window, timeZone);
    if (!('setting' in read)) return [{ ...read, ...(window.reason && { reason: window.reason }) }];
    const { setting, ...misfit } = read;
    problems.push(refuse(yaml, { ...misfit, pointer: `${pointer}/${setting}`, at: 'value' }));
    return [];
  });
}

interface Wrong {
  setting: string;
  detail: string;
  advice: string;
}

function readRecurring(
  { cron, lasts }: Extract<MaintenanceSettings, { cron: string }>,
  timeZone: string,
): MaintenanceWindow | Wrong {
  const wrong = cronFault(cron, timeZone);
  if (wrong) return { setting: 'cron', detail: `\`${cron}\` ${wrong}`, advice: CRON_ADVICE };
  const milliseconds = parseDuration(lasts)!;
  if (milliseconds > 0) return { cron, timeZone, lasts: milliseconds };
  return {
    setting: 'lasts',
    detail: `\`${lasts}\` is no time at all`,
    advice: 'Say how long it lasts: `4h`.',
  };
}

const CRON_ADVICE =
  'Expected minute, hour, day, month and weekday, such as `0 2 * * SUN` (Sundays at 2:00) or `30 22 1 * *` (the 1st at 22:30).';

function cronFault(cron: string, timezone: string): string | undefined {
  try {
    const next = new Cron(cron, { mode: '5-part', timezone }).nextRun();
    return next ? undefined : 'never comes';
  } catch (error) {
    return `cannot be read (${(error as Error).message.replace(/^\w+: /, '')})`;
  }
}

function readOnce(
  { from, to }: Extract<MaintenanceSettings, { from: string }>,
  timeZone: string,
): MaintenanceWindow | Wrong {
  const read = { from: instantIn(timeZone, from), to: instantIn(timeZone, to) };
  for (const setting of ['from', 'to'] as const) {
    if (read[setting] !== undefined) continue;
    const detail = `\`${setting === 'from' ? from : to}\` is no time`;
    return { setting, detail, advice: 'Give a day and a time that there are, such as `2026-12-24 22:00`.' };
  }
  if (read.to! > read.from!) return { from: Date.parse(read.from!), to: Date.parse(read.to!) };
  const detail = `The window ends at ${to}, which is not after it starts, ${from}`;
  return { setting: 'to', detail, advice: 'Give an end after the start.' };
}
