import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { traditionalLine } from '../../model/syslog.ts';
import { zone } from '../../model/zone.ts';
import { messageReader } from './message.ts';

const ULYANOVSK = zone('Europe/Ulyanovsk');
const arrival = { time: Date.UTC(2026, 3, 29, 20, 12), address: '192.0.2.7' };
const read = (text: string, at = arrival) => messageReader(ULYANOVSK)(Buffer.from(text, 'latin1'), at);
const time = Date.UTC(2026, 3, 29, 20, 11, 25);
const EXPECTED = { time, host: 'rad', tag: 'radiusd', text: '[17697] Billing: no TASK' };

describe('a date, a host, a program and a text', () => {
  test.each([
    ['RFC 3164', '<30>Apr 30 00:11:25 rad radiusd: [17697] Billing: no TASK'],
    ['RFC 3164 with the date of RFC 5424', '<30>2026-04-30T00:11:25.000+04:00 rad radiusd: [17697] Billing: no TASK'],
    ['without a priority', 'Apr 30 00:11:25 rad radiusd: [17697] Billing: no TASK'],
    ['RFC 5424', '<30>1 2026-04-29T20:11:25.000000Z rad radiusd - - - [17697] Billing: no TASK'],
    ['RFC 5424 of rsyslog', '<30>1 2026-04-30T00:11:25+04:00 rad radiusd - - -  [17697] Billing: no TASK'],
    [
      'RFC 5424 with structured data and a mark',
      '<30>1 2026-04-29T20:11:25Z rad radiusd - ID47 [a@1 b="] \\" \\]" c=""][d] \xef\xbb\xbf[17697] Billing: no TASK',
    ],
    ['what ends a line', '<30>Apr 30 00:11:25 rad radiusd: [17697] Billing: no TASK\r\n\0'],
  ])('%s', (_what, text) => {
    expect(read(text)).toEqual(EXPECTED);
  });

  test('the process stands in the tag', () => {
    expect(read('<30>Apr 30 00:11:25 rad radiusd[7]: x').tag).toBe('radiusd[7]');
    expect(read('<30>1 2026-04-29T20:11:25Z rad radiusd 7 - - x').tag).toBe('radiusd[7]');
  });

  test('a line feed inside is written as rsyslog does', () => {
    expect(read('<30>Apr 30 00:11:25 rad radiusd: a\nb').text).toBe('a#012b');
  });

  test('octets come as they are', () => {
    expect(read('<30>Apr 30 00:11:25 rad radiusd: \x01\xff ').text).toBe('\x01\xff ');
  });
});

describe('what is missing', () => {
  const { time: now, address: host } = arrival;
  test.each([
    ['the host', '<30>Apr 30 00:11:25 radiusd: x', { time, host, tag: 'radiusd', text: 'x' }],
    ['the tag', '<30>Apr 30 00:11:25 rad hello world', { time, host: 'rad', tag: '', text: 'hello world' }],
    ['the date', '<30>radiusd[7]: x', { time: now, host, tag: 'radiusd[7]', text: 'x' }],
    ['all of it', 'hello', { time: now, host, tag: '', text: 'hello' }],
    ['all of RFC 5424', '<30>1 - - - - - -', { time: now, host, tag: '', text: '' }],
    ['a date there is', '<30>Feb 31 00:00:00 rad x', { time: now, host, tag: '', text: 'Feb 31 00:00:00 rad x' }],
    ['a priority there is', '<999>x', { time: now, host, tag: '', text: '<999>x' }],
    ['the end of structured data', '<30>1 - - - - - [a b="', { time: now, host, tag: '', text: '1 - - - - - [a b="' }],
  ])('%s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('dates without a year', () => {
  const at = (text: string, year: number, month: number, day: number) =>
    new Date(read(`${text} h t: x`, { ...arrival, time: Date.UTC(year, month, day) }).time).toISOString();

  test('lie nearest to their arrival', () => {
    expect(at('Dec 31 23:59:59', 2027, 0, 1)).toBe('2026-12-31T19:59:59.000Z');
    expect(at('Jan  1 04:00:00', 2026, 11, 31)).toBe('2027-01-01T00:00:00.000Z');
    expect(at('Feb 29 04:00:00', 2028, 2, 1)).toBe('2028-02-29T00:00:00.000Z');
  });

  test('of a repeated hour lie nearest too', () => {
    const berlin = messageReader(zone('Europe/Berlin'));
    const octets = Buffer.from('Oct 25 02:30:00 h t: x');
    for (const time of [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]) {
      expect(berlin(octets, { time: time + 5000, address: 'h' }).time).toBe(time);
    }
  });
});

test('the line that a daemon would write is the message without its priority', () => {
  const instant = fc.integer({ min: 0, max: 86_400 * 300 }).map((second) => arrival.time - second * 1000);
  const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
  fc.assert(
    fc.property(instant, word, word, fc.stringMatching(/^[ -~]{0,80}$/), (when, host, tag, text) => {
      const line = traditionalLine({ time: when, host, tag, text }, ULYANOVSK);
      const reader = messageReader(ULYANOVSK);
      const message = reader(Buffer.from(`<30>${line}`), { ...arrival, time: when + 5000 });
      expect(message).toEqual({ time: when, host, tag, text });
      expect(traditionalLine(message, ULYANOVSK)).toBe(line);
    }),
  );
});

test('no octets make it throw, and no line feed stays in the text', () => {
  const reader = messageReader(ULYANOVSK);
  const noise = fc.uint8Array({ maxLength: 300 });
  const header = fc.constantFrom(
    '',
    '<30>',
    '<30>1 ',
    '<30>1 - - - - - [a ',
    '<30>Apr 30 00:11:25 ',
    '<30>1 2026-04-29T20:11:25Z ',
  );
  fc.assert(
    fc.property(header, noise, (start, rest) => {
      const { text, tag, host } = reader(Buffer.concat([Buffer.from(start), rest]), arrival);
      expect(text + tag + host).not.toContain('\n');
    }),
  );
});

test('a long message that is nearly structured data costs no more than its length', () => {
  const text = `<30>1 - - - - - ${'[a b="'.repeat(10_000)}`;
  expect(read(text).text).toBe(text.slice(4));
});
