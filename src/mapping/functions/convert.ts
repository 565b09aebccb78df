import type { Units } from '../../quality/checker.ts';
import { asFraction, mostDecimals, roundFraction } from '../decimals.ts';
import type { Run } from '../jsonata/run.ts';
import { readOrStop, writeOrStop } from './decimal.ts';
import { isAbsent, shown, stop } from './field.ts';

interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

/** A row of an item's `units`: 1 unit = numerator/denominator base units. */
interface UnitRow {
  unit: string;
  factor: Fraction;
}

/**
 * `$convert(quantity, from, to[, units])`: exact, rounded once at the end, half to even, to at most nine decimals.
 * Text or number gives text; a Quantity gives a Quantity, with what the source said in `entered`. Units of different
 * dimension, and packaging, convert by the rows of the item's `units`.
 */
export function convert(run: Run, quantity: unknown, from: unknown, to: unknown, rows: unknown): unknown {
  if (isAbsent(quantity)) return undefined;
  const given = quantityOf(quantity, from);
  if (given === undefined) return undefined;
  if (typeof given.unit !== 'string' || typeof to !== 'string') {
    return stop(
      'mapping-failed',
      '$convert takes a quantity, the unit it is in and the unit wanted',
      given.unit ?? to,
    );
  }
  const value = convertValue(run.units, given.value, given.unit, to, unitRows(rows));
  if (typeof quantity !== 'object') return value;
  const entered = { value: writeOrStop(readOrStop(given.value)), unit: given.unit };
  return given.unit === to || run.scope.direction === 'out'
    ? { value, unit: to }
    : { value, unit: to, entered };
}

function quantityOf(quantity: unknown, from: unknown): { value: unknown; unit: unknown } | undefined {
  if (typeof quantity !== 'object') return { value: quantity, unit: from };
  const { value, unit } = quantity as { value?: unknown; unit?: unknown };
  return isAbsent(value) ? undefined : { value, unit: isAbsent(from) ? unit : from };
}

function convertValue(units: Units, value: unknown, from: string, to: string, rows: UnitRow[]): string {
  const factor = from === to ? one : (units.factor(from, to) ?? itemFactor(units, from, to, rows));
  if (factor === undefined) {
    const why = [from, to].find((unit) => !units.has(unit));
    const reason = why === undefined ? 'no factor leads from one to the other' : `${why} is not a unit`;
    return stop(
      'unit-not-convertible',
      `${shown(value)} ${from} cannot be converted to ${to}: ${reason}`,
      shown(value),
    );
  }
  const { numerator, denominator } = asFraction(readOrStop(value));
  return writeOrStop(
    roundFraction(numerator * factor.numerator, denominator * factor.denominator, mostDecimals),
  );
}

const one: Fraction = { numerator: 1n, denominator: 1n };

/** By way of the item's base unit: from a row's unit, or one of its dimension, to another row's. */
function itemFactor(units: Units, from: string, to: string, rows: UnitRow[]): Fraction | undefined {
  const up = toBase(units, from, rows);
  const down = toBase(units, to, rows);
  if (up === undefined || down === undefined) return undefined;
  return { numerator: up.numerator * down.denominator, denominator: up.denominator * down.numerator };
}

function toBase(units: Units, unit: string, rows: UnitRow[]): Fraction | undefined {
  const own = rows.find((row) => row.unit === unit);
  if (own !== undefined) return own.factor;
  for (const row of rows) {
    const kin = units.factor(unit, row.unit);
    if (kin !== undefined) {
      return {
        numerator: kin.numerator * row.factor.numerator,
        denominator: kin.denominator * row.factor.denominator,
      };
    }
  }
  return undefined;
}

function unitRows(rows: unknown): UnitRow[] {
  if (rows === undefined || rows === null) return [];
  return (Array.isArray(rows) ? rows : [rows]).map(
    (row: { unit?: unknown; numerator?: unknown; denominator?: unknown }) => {
      const over = asFraction(readOrStop(row?.numerator));
      const under = asFraction(readOrStop(row?.denominator));
      if (over.numerator <= 0n || under.numerator <= 0n)
        stop('number-invalid', 'a factor of units must be above zero');
      const factor = {
        numerator: over.numerator * under.denominator,
        denominator: over.denominator * under.numerator,
      };
      return { unit: String(row.unit), factor };
    },
  );
}
