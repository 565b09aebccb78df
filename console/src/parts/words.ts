const SHORT = new Set([
  'hq',
  'erp',
  'mes',
  'wms',
  'crm',
  'plm',
  'qms',
  'na',
  'eu',
  'us',
  'tms',
  'apac',
  'bom',
  'sql',
  'http',
  'mqtt',
]);

/** A code of the landscape as a title: `chicago-hq` → `Chicago HQ`. */
export function titleOf(code: string): string {
  return code
    .split('-')
    .map((word) => (SHORT.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}

/** How a system is reached, as people say it: by `HTTP`, by `files`. */
export function sayConnector(connector: string): string {
  return connector === 'file' ? 'files' : titleOf(connector);
}

/** Whose interface that is: `na-erp/items` → `na-erp`. */
export function systemOfInterface(id: string): string {
  return id.split('/')[0]!;
}

/** An interface as people call it, or a system: `na-erp/stock-orders` → `NA ERP stock-orders`. */
export function sayInterface(id: string): string {
  const [system = '', ...name] = id.split('/');
  return [titleOf(system), ...name].join(' ');
}

/** What people call a document or a fact by its key, `so~crm~4711` or `mes-gdansk~77`: `4711`, `77`; any other key stays as it is. */
export function numberIn(key: string): string {
  return partsOf(key)?.number ?? key;
}

/** Whose number that is: `crm`, `mes-gdansk`. */
export function systemIn(key: string): string | undefined {
  return partsOf(key)?.system;
}

function partsOf(key: string): { system: string; number: string } | undefined {
  const [number = '', system, ...more] = key.split('~').toReversed();
  return system === undefined || more.length > 1 ? undefined : { system, number };
}

/** Whether both read alike, whatever their accents: `MES Gdansk`, `MES Gdańsk`. */
export function readsAs(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { sensitivity: 'base' }) === 0;
}

/** A code as the beginning of a sentence: `release-credit` → `Release credit`. */
export function sentenceOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name of an entity or field as words: `productionOrder` → `production order`. */
export function wordsOf(name: string): string {
  if (name === 'bom') return 'bill of material';
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** An attribute, step by step: `/sites/ulm/leadTimes`, `sites.ulm.leadTimes` → `sites`, `Ulm`, `lead times`; places in a list are counted from one. */
export function stepsOf(attribute: string): string[] {
  const names = attribute.split(/[/.[\]]+/).filter((name) => name !== '' && name !== '…');
  return names.map((name, n) => {
    if (/^\d+$/.test(name)) return String(Number(name) + 1);
    return names[n - 1] === 'sites' ? titleOf(name) : wordsOf(name);
  });
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function count(number: number): string {
  return whole.format(number);
}

/** One place after the point below ten. */
export function amount(number: number): string {
  return (Math.abs(number) < 10 ? one : whole).format(number);
}

/** `1 message`, `3 messages`. */
export function many(number: number, thing: string, things = `${thing}s`): string {
  return `${count(number)} ${number === 1 ? thing : things}`;
}

/** Names in a line that can be read at a glance: `items, boms, customers and 24 more`. */
export function fewOf(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES + 1 ? names.slice(0, MOST_NAMES) : names;
  const left = names.length - shown.length;
  return shown.join(', ') + (left > 0 ? ` and ${many(left, 'more', 'more')}` : '');
}
const MOST_NAMES = 3;

/** Seconds as people say them: `12 s`, `4 min`, `2.5 h`, `3 d`. */
export function lasting(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${amount(seconds / 60)} min`;
  if (seconds < 172_800) return `${amount(seconds / 3600)} h`;
  return `${amount(seconds / 86_400)} d`;
}

/** Lag is told in minutes, everywhere. */
export function minutes(seconds: number | null): string {
  if (seconds === null) return '–';
  const value = seconds / 60;
  return value < 0.1 ? '0' : amount(value);
}
