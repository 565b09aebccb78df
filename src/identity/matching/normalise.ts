import { isObject, type Json } from '../../vocabulary/json.ts';

/** Small letters without accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}

/** A number as people copy it: capitals and digits alone. */
export function bareNumber(text: string): string {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Factors to millimetres, grams, litres. */
const SIZES: Readonly<Record<string, readonly [string, number]>> = {
  mm: ['mm', 1],
  cm: ['mm', 10],
  m: ['mm', 1000],
  in: ['mm', 25.4],
  inch: ['mm', 25.4],
  inches: ['mm', 25.4],
  zoll: ['mm', 25.4],
  ft: ['mm', 304.8],
  g: ['g', 1],
  kg: ['g', 1000],
  lb: ['g', 453.59237],
  lbs: ['g', 453.59237],
  oz: ['g', 28.349523],
  ml: ['l', 0.001],
  l: ['l', 1],
};

/** The words of a description: sizes with their unit in one form (`2.5 cm` and `25 mm` are one word), each once. */
export function wordsOf(text: string): string[] {
  const spaced = plain(text)
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/(\d)\s*(?:"|''|″)/g, '$1 in ')
    .replace(/(\d)([a-z])/g, '$1 $2');
  const raw = spaced.match(/\d+(?:\.\d+)?|\p{L}+/gu) ?? [];
  const words: string[] = [];
  for (let i = 0; i < raw.length; i++) {
    const word = raw[i]!;
    const size = /^\d/.test(word) ? SIZES[raw[i + 1] ?? ''] : undefined;
    if (size) {
      words.push(`${Number((Number(word) * size[1]).toPrecision(4))}${size[0]}`);
      i++;
    } else words.push(/^\d/.test(word) ? String(Number(word)) : word);
  }
  return [...new Set(words)];
}

/** Words for the legal form of a company. */
const FORMS = new Set(
  `ag gmbh mbh kg kgaa ohg ug se ev inc incorporated corp corporation co company ltd limited llc llp lp plc sa sas sarl sl srl spa snc bv nv
   oy ab as aps sp zoo z o cv de spzoo oo kft doo sro pte pty and und et y`.split(/\s+/),
);

/** The words of a company's name without its legal form; of a name that is nothing else, all. */
export function nameWords(text: string): string[] {
  const all = plain(text)
    .replace(/[.'’]/g, '')
    .match(/[\p{L}\p{N}]+/gu);
  if (!all) return [];
  const bare = all.filter((word) => !FORMS.has(word));
  return [...new Set(bare.length > 0 ? bare : all)];
}

/** `street` and its kin weigh nothing, and house numbers stay. */
export function streetWords(text: string): string[] {
  const words = plain(text)
    .replace(/strasse\b|str\b/g, ' ')
    .match(/[\p{L}\p{N}]+/gu);
  const ways = new Set(['street', 'st', 'avenue', 'ave', 'road', 'rd', 'drive', 'dr', 'lane', 'ln', 'blvd']);
  return [...new Set((words ?? []).filter((word) => !ways.has(word)))];
}

/** Texts in a LocalText, or the text itself. */
export function textsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (!isObject(value)) return [];
  return Object.values(value).filter((text): text is string => typeof text === 'string' && text !== '');
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
