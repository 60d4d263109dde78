import { InvalidArgumentError } from 'commander';
import { duration } from '../config/values.ts';
import { isZone } from '../model/zone.ts';

/** Reads an option that is a whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text.trim()) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };
}

/** Reads an option that is an IANA time zone. */
export function checkedZone(text: string): string {
  if (isZone(text)) return text;
  throw new InvalidArgumentError('expected an IANA time zone, such as Europe/Ulyanovsk.');
}

/** Reads an option that is a duration between bounds, in milliseconds. */
export function durationBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const checked = duration(least, most).safeParse(text);
    if (checked.success) return checked.data;
    throw new InvalidArgumentError(`${checked.error.issues[0]?.message}.`);
  };
}
