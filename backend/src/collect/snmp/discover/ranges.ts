import { isIPv4 } from 'node:net';
import { PresageError } from '../../../errors.ts';

/** Addresses that are asked at most: a day at one address a second would not do for more. */
const MOST = 2 ** 18;
/** From this prefix on every address of a network is one of a host (RFC 3021). */
const POINT_TO_POINT = 31;

interface Range {
  readonly first: number;
  readonly last: number;
}

/** IPv4 addresses in ascending order, each once. */
export interface AddressRanges {
  readonly count: number;
  /** The address at a place, from 0 on. */
  at(place: number): string;
  /** The same addresses, however they were written, have the same text. */
  readonly text: string;
}

/**
 * Reads networks (`10.0.0.0/24`, without the addresses of the network itself and of its broadcast), ranges
 * (`10.0.0.1-10.0.0.9`, `10.0.0.1-9`) and addresses, each text also several with commas between. Throws COMMAND_USAGE.
 */
export function addressRanges(texts: readonly string[]): AddressRanges {
  const parts = texts.flatMap((text) => text.split(',')).map((part) => part.trim());
  const merged = merge(parts.filter((part) => part !== '').map(rangeOf));
  const count = merged.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count === 0) throw usage('no address is given: name networks such as 10.0.0.0/24');
  if (count > MOST) {
    const most = MOST.toLocaleString('en');
    throw usage(
      `${count.toLocaleString('en')} addresses are more than the ${most} that are asked at most: name the networks in which devices are managed`,
    );
  }
  return {
    count,
    at(place) {
      let rest = place;
      for (const { first, last } of merged) {
        if (rest <= last - first) return textOf(first + rest);
        rest -= last - first + 1;
      }
      throw new RangeError(`there are ${count} addresses`);
    },
    text: merged.map(({ first, last }) => `${textOf(first)}-${textOf(last)}`).join(','),
  };
}

function rangeOf(text: string): Range {
  const [, from = '', prefix, to] = /^([\d.]+)(?:\/(\d{1,2})|-([\d.]+))?$/.exec(text) ?? [];
  const first = isIPv4(from) ? numberOf(from) : undefined;
  if (first === undefined) throw wrong(text);
  if (prefix !== undefined) return network(first, Number(prefix), text);
  if (to === undefined) return { first, last: first };
  const end = to.includes('.') ? to : from.replace(/\d+$/, to);
  if (!isIPv4(end) || numberOf(end) < first) throw wrong(text);
  return { first, last: numberOf(end) };
}

function network(address: number, prefix: number, text: string): Range {
  if (prefix > 32) throw wrong(text);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return prefix >= POINT_TO_POINT ? { first, last: first + size - 1 } : { first: first + 1, last: first + size - 2 };
}

/** Ranges in order, without overlaps. */
function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before && range.first <= before.last + 1) {
      merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
    } else merged.push(range);
  }
  return merged;
}

const numberOf = (address: string) => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const textOf = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

const usage = (message: string) => new PresageError('COMMAND_USAGE', message);
const wrong = (text: string) =>
  usage(
    `${text}: expected an IPv4 network such as 10.0.0.0/24, a range such as 10.0.0.1-10.0.0.9 or 10.0.0.1-9, or an address`,
  );
