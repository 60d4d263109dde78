import { numeric, type SnmpValue, text } from '../protocol/values.ts';
import type { Condition, Measure, MemoryTable } from './schema.ts';

/** What is known of a row by the name of its column or label; null where it has none. */
export type Row = (name: string) => SnmpValue | null;

/**
 * The number that a measure makes of a row, null where there is none. In this order: level, number in a text, missing, rows
 * taken off, sensor scale, multiply, divide, what is left of 100, dBm, believable range.
 */
export function measured(
  measure: Measure,
  row: Row,
  otherRow: (index: string) => SnmpValue | null = () => null,
): number | null {
  if (measure.levels) return levelOf(measure.levels, row(measure.column));
  const raw = read(measure, row(measure.column));
  if (raw === null || measure.missing.includes(raw)) return null;
  let value = raw;
  for (const index of measure.lessRows) value -= read(measure, otherRow(index)) ?? 0;
  if (measure.sensor) {
    const factor = sensorFactor(numeric(row(measure.sensor.scale)), numeric(row(measure.sensor.precision)));
    if (factor === null) return null;
    value = inDecimals(value, factor);
  }
  const multiply = factorOf(measure.multiply, row);
  const divide = factorOf(measure.divide, row);
  if (multiply === null || divide === null || divide === 0) return null;
  value = (value * multiply) / divide;
  if (measure.ofHundred) value = 100 - value;
  if (measure.dbm) value = 10 * Math.log10(value);
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = measure;
  return Number.isFinite(value) && value >= atLeast && value <= atMost ? value : null;
}

/** 0 for what is in order, 1 for a warning, 2 for what is critical. */
function levelOf({ ok, warning, critical }: NonNullable<Measure['levels']>, value: SnmpValue | null): number | null {
  const level = [ok, warning, critical].findIndex((values) => isAmong(values, value));
  return level < 0 ? null : level;
}

/** True when a value is one of some numbers or texts. */
function isAmong(list: readonly (number | string)[], value: SnmpValue | null): boolean {
  const number = numeric(value);
  const words = wordsOf(value);
  return list.some((entry) => entry === number || String(entry) === words);
}

const wordsOf = (value: SnmpValue | null) => text(value) ?? (value === null ? '' : String(value));

const FIRST_NUMBER = /(-?\d+(?:\.\d+)?)/;

function read({ inText }: Measure, value: SnmpValue | null): number | null {
  if (!inText) return numeric(value);
  const [, found] = (inText === true ? FIRST_NUMBER : inText).exec(text(value) ?? '') ?? [];
  return found === undefined ? numeric(value) : Number(found);
}

const factorOf = (factor: number | string | undefined, row: Row) =>
  factor === undefined ? 1 : typeof factor === 'number' ? factor : numeric(row(factor));

/**
 * The power of ten of a sensor value (RFC 3433): entPhySensorScale counts in steps of 1000 with units(9) in the middle,
 * entPhySensorPrecision gives the decimals. Null where the scale is none.
 */
function sensorFactor(scale: number | null, precision: number | null): number | null {
  if (scale === null || scale < 1 || scale > 17) return null;
  return 3 * (scale - 9) - (precision ?? 0);
}

/** value × 10^power; negative powers by division, which is exact for decimals. */
const inDecimals = (value: number, power: number) => (power < 0 ? value / 10 ** -power : value * 10 ** power);

/** Bytes and percent of a memory row, each from what the table gives; null where it cannot be told. */
export function memoryOf(table: MemoryTable, measure: (measure: Measure) => number | null) {
  const given = (part: Measure | undefined) => (part ? measure(part) : null);
  const free = given(table.free);
  let usedBytes = given(table.used);
  let totalBytes = given(table.total);
  let usedPercent = given(table.usedPercent);
  if (totalBytes === null && usedBytes !== null && free !== null) totalBytes = usedBytes + free;
  if (usedBytes === null && totalBytes !== null && free !== null) usedBytes = totalBytes - free;
  if (totalBytes === 0) totalBytes = null;
  if (usedPercent === null && usedBytes !== null && totalBytes !== null) usedPercent = (usedBytes / totalBytes) * 100;
  if (usedBytes === null && usedPercent !== null && totalBytes !== null)
    usedBytes = Math.round((usedPercent * totalBytes) / 100);
  // More than there is cannot be used: one of the two is wrong.
  if (usedPercent !== null && usedPercent > 100) return { usedPercent: null, usedBytes: null, totalBytes };
  return { usedPercent, usedBytes, totalBytes };
}

/** True when a value, null where the row has none, fulfils a condition. */
export function fulfils(condition: Condition, value: SnmpValue | null): boolean {
  const number = numeric(value);
  const words = wordsOf(value);
  return (
    (condition.in === undefined || isAmong(condition.in, value)) &&
    (condition.notIn === undefined || !isAmong(condition.notIn, value)) &&
    (condition.matches === undefined || condition.matches.test(words)) &&
    (condition.notMatches === undefined || !condition.notMatches.test(words)) &&
    (condition.above === undefined || (number !== null && number > condition.above)) &&
    (condition.below === undefined || (number !== null && number < condition.below))
  );
}

/** The first of some texts with `{name}` of which all parts are there; an empty text when none is. */
export function describe(texts: readonly string[], row: Row): string {
  for (const words of texts) {
    let complete = true;
    const filled = words.replaceAll(/\{([^}]*)\}/g, (_, name: string) => {
      const part = wordsOf(row(name));
      complete &&= part !== '';
      return part;
    });
    if (complete) return filled.replaceAll(/\s+/g, ' ').trim();
  }
  return '';
}
