import { describe, expect, test } from 'vitest';
import { FORMATS } from '../log-formats.ts';
import type { LogPiece, LogReader } from '../model/contracts/log-reader.ts';
import { aliveLine } from '../test/billing-lines.ts';
import { fitReader, formatProblem } from './format-fit.ts';

const TIME = Date.parse('2026-11-23T15:24:22Z');
const DATE = 'Mon Nov 23 18:24:22 2026';
const SAMPLES: Readonly<Record<string, string>> = {
  'billing-radius': aliveLine(TIME, 'UTC'),
  'freeradius-log': `${DATE} : Auth: (2) Login OK: [bob] (from client bras-1 port 7)\n`,
  'freeradius-detail': `${DATE}\n\tUser-Name = "bob"\n\tAcct-Status-Type = Start\n\tTimestamp = ${TIME / 1000}\n\n`,
  'freeradius-linelog': `${DATE} Accepted user: bob\n`,
};
const KNOWN = Object.keys(SAMPLES);
const formatOf = (type: string) => FORMATS.find((format) => format.type === type)!;

const piece = (text: string, path = 'radius.log'): LogPiece => {
  const bytes = Buffer.from(text);
  return {
    bytes,
    head: bytes,
    modified: TIME,
    position: { fingerprint: text.slice(0, 64), path, offset: bytes.length },
    end: false,
  };
};
const problem = (type: string, text: string) =>
  formatProblem(piece(text), { format: formatOf(type), formats: FORMATS, zone: 'UTC' });

describe.each(KNOWN)('a source of %s', (type) => {
  test.each(KNOWN)('says so where a file holds %s, and nothing where it fits', (written) => {
    const told = problem(type, SAMPLES[written]!.repeat(20));
    if (written === type) expect(told).toBeUndefined();
    else {
      expect(told).toMatch(/^radius\.log: /);
      expect(told).toContain(`it looks like ${written}: set logs[].format, or name other files`);
    }
  });
});

test('what no format can read is told by its reasons', () => {
  expect(problem('freeradius-linelog', 'Accepted user: bob\n'.repeat(12))).toBe(
    'radius.log: 12 of the first 12 entries cannot be read as freeradius-linelog (no date 12); ' +
      'see docs/reference/formats/freeradius-linelog.md',
  );
});

test('a few entries, a file without events and some damage say nothing', () => {
  const other = `${DATE} : Info: Ready to process requests\n`;
  expect(problem('freeradius-log', 'broken\n'.repeat(9))).toBeUndefined();
  expect(problem('freeradius-log', other.repeat(20))).toBeUndefined();
  expect(problem('freeradius-log', `${SAMPLES['freeradius-log']}broken\n`.repeat(20))).toBeUndefined();
});

test('a file is told of once, and again when its path holds what fits', async () => {
  const wrong = SAMPLES['freeradius-detail']!.repeat(20);
  const right = SAMPLES['freeradius-log']!.repeat(20);
  const pieces = [piece(wrong.slice(0, 100)), piece(wrong), piece(wrong), piece(right), piece(right)];
  const reader: LogReader = {
    async read(take) {
      for (const each of pieces) await take(each);
    },
  };
  const told: unknown[] = [];
  const taken: LogPiece[] = [];
  const fit = fitReader(reader, { format: formatOf('freeradius-log'), formats: FORMATS, zone: 'UTC' }, (...problem) =>
    told.push(problem),
  );
  await fit.read(
    async (each) => void taken.push(each),
    async () => {},
    new AbortController().signal,
  );
  expect(taken).toEqual(pieces);
  expect(told).toEqual([
    ['radius.log', expect.stringContaining('it looks like freeradius-detail')],
    ['radius.log', undefined],
  ]);
});
