import { type Fields, textOf } from '../plumbing/fields.ts';
import type { Kit } from '../plumbing/kit.ts';
import { monthsAround } from '../world/months.ts';
import { type Book, openBook } from './book.ts';
import { dayFromNow, system } from './codes.ts';
import { ODataError } from './errors.ts';

const company = 'DE01';

/** The months around today: what is over is being closed (S), what has begun takes postings (O), the next is to come (F). */
export function keepPeriods(kit: Kit): void {
  const book = openBook(kit);
  for (const { year, month, from, to } of monthsAround(new Date())) {
    const FiscalPeriod = `${year}-${String(month).padStart(2, '0')}`;
    const key = `${company}-${FiscalPeriod}`;
    const known = book.get('FiscalPeriods', key);
    const PeriodStatus = to < dayFromNow(0) ? 'S' : from <= dayFromNow(0) ? 'O' : 'F';
    if (known && ['C', PeriodStatus].includes(textOf(known['PeriodStatus']))) continue;
    const fresh = { ReadyForClosing: false, ClosingRemark: '' };
    const period = { FiscalPeriodID: key, CompanyCode: company, FiscalPeriod, StartDate: from, EndDate: to };
    book.put('FiscalPeriods', key, { ...fresh, ...known, ...period, PeriodStatus }, system);
  }
  book.commit();
}

export function checkPeriod(_book: Book, { PeriodStatus, ReadyForClosing }: Fields): void {
  if (ReadyForClosing === true && PeriodStatus !== 'S' && PeriodStatus !== 'C')
    throw new ODataError(422, 'FI/112', 'The period is not being closed', 'ReadyForClosing');
}

/** The accountants close what is ready. */
export function closeSoon(book: Book, before: Fields, now: Fields): void {
  if (now['ReadyForClosing'] === true && before['ReadyForClosing'] !== true)
    book.job('close', textOf(now['FiscalPeriodID']), 4);
}

export function closePeriod(book: Book, key: string): void {
  const period = book.get('FiscalPeriods', key)!;
  book.put('FiscalPeriods', key, { ...period, PeriodStatus: 'C' }, system);
}
