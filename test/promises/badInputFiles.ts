import { createWriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

type Movement = { id: string; qty?: unknown; unit?: string; day?: string };

const whole = ({ id, qty = '5', unit = 'EA', day = '2026-01-01' }: Movement) => ({ id, qty, unit, day });
const asJson = (movement: Movement) => JSON.stringify(whole(movement));
const asXml = (movement: Movement) => {
  const { id, qty, unit, day } = whole(movement);
  return `<movement><id>${id}</id><qty>${qty}</qty><unit>${unit}</unit><day>${day}</day></movement>`;
};
const asCsv = (movement: Movement) => Object.values(whole(movement)).join(',');
const asFixed = (movement: Movement) => {
  const { id, qty, unit, day } = whole(movement);
  return id.padEnd(16) + String(qty).padEnd(10) + unit.padEnd(4) + day.padEnd(10);
};

type Part = string | Uint8Array | { repeat: string; megabytes: number };

export interface HostileFile {
  name: string;
  parts: Part[];
  /** What is good in it and must go on. */
  good: string[];
  /** What parks, in order of the file. */
  codes: string[];
}

const notUtf8 = new Uint8Array([0xff, 0xfe, 0xc3, 0x28]);

/** `(name)` numbers what is good in one file: `good-json-1`. */
function file(name: string, codes: string[], parts: (good: () => string) => Part[]): HostileFile {
  const good: string[] = [];
  const next = () => {
    good.push(`${name.replaceAll('/', '-').replace(/\..*/, '')}-${good.length + 1}`);
    return good.at(-1)!;
  };
  return { name, parts: parts(next), good, codes };
}

const header = 'id,qty,unit,day\n';
const deep = '['.repeat(100_000) + ']'.repeat(100_000);
const bomb = `<!DOCTYPE m [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY ${i ? 'a' : 'b'}${i} "${'&a;'.repeat(10)}">`).join('')}]>`;

/** Values that the decoders let through and the mapping must refuse, each with its code. */
export const hostileValues: [Omit<Movement, 'id'>, string][] = [
  [{ qty: 'NaN' }, 'number-invalid'],
  [{ qty: '1e999' }, 'number-invalid'],
  [{ day: '0000-00-00' }, 'date-invalid'],
  [{ day: '2026-02-30' }, 'date-invalid'],
  [{ unit: 'XX9' }, 'code-unknown'],
];
const valueCodes = hostileValues.map(([, code]) => code);
const ids = (prefix: string) => hostileValues.map(([value], i) => ({ id: `${prefix}${i}`, ...value }));
const unkeyed = [{ id: 'a\u0000b' }, { id: 'K'.repeat(10_000) }];

export const hostileFiles: HostileFile[] = [
  file('json/deep.json', ['document-hostile'], (good) => [
    `[${asJson({ id: good() })},${deep},${asJson({ id: good() })}]`,
  ]),
  file('json/nan.json', ['document-malformed'], (good) => [
    `[{"id":"x","qty":NaN,"unit":"EA","day":"2026-01-01"},${asJson({ id: good() })}]`,
  ]),
  file('json/encoding.json', ['encoding-invalid'], (good) => [
    '[{"id":"',
    notUtf8,
    `"},${asJson({ id: good() })}]`,
  ]),
  file('json/truncated.json', ['document-malformed'], (good) => [
    `[${asJson({ id: good() })},{"id":"cut off","qt`,
  ]),
  file('json/values.json', [...valueCodes, 'number-invalid', 'key-invalid', 'key-invalid'], (good) => [
    `[${[...ids('j'), { id: 'j9', qty: 1 }].map(asJson).join(',').replace('"qty":1,', '"qty":1e999,')},`,
    `${unkeyed.map(asJson).join(',')},${asJson({ id: good() })}]`,
  ]),
  file('ndjson/lines.ndjson', ['document-hostile', 'document-malformed', 'encoding-invalid'], (good) => [
    `${deep}\n${asJson({ id: good() })}\n{"id":NaN}\n${asJson({ id: good() })}\n{"id":"`,
    notUtf8,
    `"}\n${asJson({ id: good() })}\n`,
  ]),
  file('ndjson/large.ndjson', ['field-too-large'], (good) => [
    `${asJson({ id: good() })}\n{"id":"`,
    { repeat: '\u{1f529}', megabytes: 100 },
    `"}\n${asJson({ id: good() })}\n`,
  ]),
  file('csv/columns.csv', ['document-malformed', 'document-malformed', ...valueCodes], (good) => [
    `${header}${asCsv({ id: good() })}\ntoo,few\n${asCsv({ id: good() })}\nfar,too,many,of,them,here\n`,
    `${ids('c').map(asCsv).join('\n')}\n${asCsv({ id: good() })}\n`,
  ]),
  file('csv/large.csv', ['field-too-large'], (good) => [
    `${header}${asCsv({ id: good() })}\n"`,
    { repeat: 'abcdefghijklmno\n', megabytes: 100 },
    `",1,EA,2026-01-01\n${asCsv({ id: good() })}\n`,
  ]),
  file('csv/encoding.csv', ['encoding-invalid'], (good) => [
    header,
    notUtf8,
    `,1,EA,2026-01-01\n${asCsv({ id: good() })}\n`,
  ]),
  file('xml/bomb.xml', ['document-hostile'], () => [`${bomb}<m>${asXml({ id: '&a29;' })}</m>`]),
  file('xml/dtd.xml', ['document-hostile'], () => [
    `<!DOCTYPE m SYSTEM "file:///etc/passwd"><m>${asXml({ id: 'x' })}</m>`,
  ]),
  file('xml/truncated.xml', ['document-malformed'], (good) => [
    `<m>${asXml({ id: good() })}<movement><id>cut o`,
  ]),
  file('xml/deep.xml', ['document-hostile'], (good) => [
    `<m>${asXml({ id: good() })}<movement>${'<a>'.repeat(100_000)}`,
  ]),
  file('xml/encoding.xml', ['encoding-invalid'], () => [
    '<m><movement><id>',
    notUtf8,
    '</id></movement></m>',
  ]),
  file('xml/values.xml', valueCodes, (good) => [
    `<m>${ids('x').map(asXml).join('')}${asXml({ id: good() })}</m>`,
  ]),
  file('fixed/short.txt', ['document-malformed', ...valueCodes], (good) => [
    `${asFixed({ id: good() })}\ntoo short\n${ids('f').map(asFixed).join('\n')}\n${asFixed({ id: good() })}\n`,
  ]),
  file('fixed/long.txt', ['document-malformed'], (good) => [
    `${asFixed({ id: good() })}\n`,
    { repeat: 'x', megabytes: 100 },
    `\n${asFixed({ id: good() })}\n`,
  ]),
];

/** Puts it there as a careful sender does: under another name until it is whole. */
export async function drop(folder: string, { name, parts }: HostileFile): Promise<void> {
  const to = path.join(folder, name);
  await mkdir(path.dirname(to), { recursive: true });
  await pipeline(Readable.from(bytesOf(parts)), createWriteStream(`${to}.tmp`));
  await rename(`${to}.tmp`, to);
}

function* bytesOf(parts: Part[]): Generator<Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part);
    else if (part instanceof Uint8Array) yield part;
    else {
      const chunk = Buffer.from(part.repeat.repeat(Math.ceil(1_000_000 / Buffer.byteLength(part.repeat))));
      for (let n = 0; n < part.megabytes; n++) yield chunk;
    }
  }
}

/** One file that is good from begin to end. */
export async function dropGood(folder: string, name: string, id: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, `${name}.tmp`), `[${asJson({ id })}]`);
  await rename(path.join(folder, `${name}.tmp`), path.join(folder, name));
}

export const movement = whole;
