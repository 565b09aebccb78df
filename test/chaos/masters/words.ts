/** The ERPs' codes, by the words of the ledger: written down once more, so that a wrong code list is found too. */
export const american = {
  itemStatus: { '10': 'concept', '20': 'active', '50': 'blocked', '80': 'phaseOut', '90': 'obsolete' },
  partyStatus: { '10': 'prospect', '15': 'qualified', '20': 'active', '50': 'blocked', '90': 'inactive' },
  terms: { I00: 'immediate', N30: 'net30', N60: 'net60' },
  unit: { PCE: 'EA', KG: 'KGM', M: 'MTR', L: 'LTR', DZ: 'DZN' },
  site: { DET: 'detroit', MTY: 'monterrey', TOL: 'toledo', COL: 'columbus' },
} satisfies Words;

export const european = {
  itemStatus: { '': 'active', '01': 'concept', '02': 'blocked', '03': 'phaseOut', '04': 'obsolete' },
  partyStatus: { P: 'prospect', Q: 'qualified', A: 'active', B: 'blocked', X: 'inactive' },
  terms: { '0001': 'immediate', NT30: 'net30', NT60: 'net60' },
  unit: { ST: 'EA', KG: 'KGM', M: 'MTR', L: 'LTR', DZ: 'DZN' },
  site: { DE10: 'stuttgart', PL20: 'gdansk', NL30: 'rotterdam' },
} satisfies Words;

export type Words = Record<'itemStatus' | 'partyStatus' | 'terms' | 'unit' | 'site', Record<string, string>>;

/** The canonical word; a code that is none of these as it is. */
export function word(words: Record<string, string>, code: string): string {
  return words[code] ?? code;
}

/** What is empty says nothing. */
export function said(values: Record<string, string | null | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([at, value]) => (value ? [[at, value]] : [])));
}

/** Zeros before a number mean nothing. */
export function unpadded(number: string): string {
  return number.trim().replace(/^0+/, '');
}
