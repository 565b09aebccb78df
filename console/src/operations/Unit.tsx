/** The units of UN/CEFACT Recommendation 20 that have a sign everybody knows. */
const SIGNS: Readonly<Record<string, string>> = {
  EA: 'pcs',
  C62: 'pcs',
  PR: 'pairs',
  SET: 'sets',
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  LBR: 'lb',
  MTR: 'm',
  CMT: 'cm',
  MMT: 'mm',
  FOT: 'ft',
  INH: 'in',
  MTK: 'm²',
  MTQ: 'm³',
  LTR: 'l',
  MLT: 'ml',
  HUR: 'h',
};

/** A unit by its sign, with the code on hover; by its code, where it has no sign. */
export function Unit({ code }: { code: string }) {
  return <span title={code}>{SIGNS[code] ?? code}</span>;
}
