/** A record of a file, by column; every field is text. */
export type Row = Record<string, string>;

/** Reads CSV as RFC 4180 has it, on its own: the hub's reader is what is being tested. */
export function parseCsv(text: string): Row[] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') records.push([]);
  }
  const [names = [], ...rest] = records.filter((record) => record.length > 1);
  return rest.map((record) => Object.fromEntries(names.map((name, i) => [name, record[i]!])));
}

/** `43.2700` → `43.27`, `5.000` → `5`. */
export function inNormalForm(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

export type Exploded = {
  top: string;
  component: string;
  level: number;
  quantity: string;
};

/** What goes into one of a product on a day, level by level; the same component twice on a level is added up. */
export function explode(lines: readonly Row[], top: string, day: string): Exploded[] {
  const found = new Map<string, Exploded>();
  const walk = (assembly: string, level: number, quantity: number) => {
    for (const line of lines) {
      if (line['ProductAssemblyID'] !== assembly || !holdsOn(line, day)) continue;
      const component = line['ComponentID']!;
      const needed = quantity * Number(line['PerAssemblyQty']);
      const before = Number(found.get(`${component} ${level}`)?.quantity ?? 0);
      found.set(`${component} ${level}`, { top, component, level, quantity: String(before + needed) });
      walk(component, level + 1, needed);
    }
  };
  walk(top, 1, 1);
  return [...found.values()];
}

function holdsOn(line: Row, day: string): boolean {
  const [from, to] = [line['StartDate']!.slice(0, 10), line['EndDate']!.slice(0, 10)];
  return from <= day && (to === '' || to >= day);
}
