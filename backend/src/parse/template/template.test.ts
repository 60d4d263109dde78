import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { zone } from '../../model/zone.ts';
import { parseAll, parserSuite } from '../suite.ts';
import { templateJsonSchema, templateSchema } from './schema.ts';

const TIME = '{time:date "yyyy-MM-dd HH:mm:ss"}';
const ACCOUNT = `${TIME} {nas:address} {login} {event} s={session} t={session_seconds:duration} in={input_octets} out={output_octets}`;
const LOGIN = `${TIME} {nas:address} {login} LOGIN {event} "{reason}" {delay_seconds:milliseconds}ms`;
const RULES = [
  { when: { event: 'START' }, kind: 'accounting', status_type: 'Start' },
  { when: { event: ['UPDATE', 'INTERIM*'] }, kind: 'accounting', status_type: 'Alive' },
  { when: { event: 'STOP' }, kind: 'accounting', status_type: 'Stop' },
  { when: { event: 'OK' }, kind: 'authentication' },
  { when: { event: 'REJECT' }, kind: 'authentication', failed: true, status: '{event} {reason}', failure: '{reason}' },
];
const stop = '2026-07-10 20:44:36 192.0.2.1 user1 STOP s=8a0c t=01:00:00 in=1234567 out=7654321';
const start = '2026-07-10 20:44:36 192.0.2.1 user1 START s=8a0c t=- in= out=';
const alive = stop.replace('STOP', 'INTERIM-UPDATE');
const reject = '2026-07-10 20:44:37 192.0.2.1 user2 LOGIN REJECT "wrong password for user2" 41ms';
const ok = '2026-07-10 20:44:37 192.0.2.1 user2 LOGIN OK "" 3.5ms';
const maybe = '2026-07-10 20:44:37 192.0.2.1 user2 LOGIN MAYBE "" 3ms';
const EXAMPLES = [{ line: maybe, is: 'other' }];
const whole = { pattern: [ACCOUNT, LOGIN], rules: RULES, examples: EXAMPLES };
const formatOf = (written: object) => templateSchema.parse({ ...whole, ...written }).format;

const options = { zone: 'Europe/Ulyanovsk', reference: 0 };
parserSuite(formatOf({}), [stop, start, alive, reject, ok, maybe], options);

const parse = (written: object, lines: readonly string[], with_ = options) =>
  parseAll(formatOf(written), [Buffer.from(`${lines.join('\n')}\n`)], with_);
const one = (line: string, written: object = {}) => parse(written, [line])[0] as AccountingRecord;

describe('events', () => {
  test('carry everything that a line has', () => {
    expect(one(stop)).toEqual({
      kind: 'accounting',
      time: Date.parse('2026-07-10T16:44:36Z'),
      login: 'user1',
      loginOctets: undefined,
      failed: false,
      status: 'OK',
      failure: undefined,
      statusType: 'Stop',
      direction: undefined,
      nas: '192.0.2.1',
      sessionId: '8a0c',
      sessionSeconds: 3600,
      inputOctets: 1234567,
      outputOctets: 7654321,
      octetsWrap: false,
      delaySeconds: undefined,
    });
    expect(one(start)).toMatchObject({ statusType: 'Start', sessionSeconds: undefined, inputOctets: undefined });
    expect(one(alive)).toMatchObject({ statusType: 'Alive' });
    expect(one(ok)).toMatchObject({ kind: 'authentication', failed: false, delaySeconds: 0.0035 });
  });

  test('that failed have a cause without login and numbers', () => {
    expect(one(reject)).toMatchObject({
      ...{ failed: true, status: 'REJECT wrong password for user2', failure: 'wrong password for' },
      delaySeconds: 0.041,
    });
    const rules = [{ kind: 'authentication', failed: true }];
    expect(one(reject, { rules, examples: [{ line: ok, record: { failed: true } }] })).toMatchObject({
      ...{ status: 'FAILED', failure: 'FAILED' },
    });
  });

  test('have Gigawords, or octets that begin anew', () => {
    const pattern = `${TIME} {login} {input_octets}+{input_gigawords} {output_octets}+{output_gigawords} {direction}`;
    const rules = [{ kind: 'accounting', status_type: 'Alive' }];
    const line = '2026-07-10 20:44:36 user1 7+2 9+- 4';
    const written = { pattern, rules, examples: [{ line, record: { direction: 4, input_octets: 7 + 2 * 2 ** 32 } }] };
    expect(one(line, written)).toMatchObject({
      inputOctets: 7 + 2 * 2 ** 32,
      outputOctets: 9,
      direction: 4,
      octetsWrap: false,
    });
    expect(one(line, { ...written, octets_wrap: true })).toMatchObject({ octetsWrap: true });
  });
});

describe('dates', () => {
  const rules = [{ kind: 'skipped' }];
  const times = (format: string, dates: readonly string[], zone: string, reference: string, clock?: string) => {
    const written = { pattern: `{time:date "${format}"} {login}`, rules, examples: [{ line: 'x', is: 'unreadable' }] };
    const with_ = {
      ...{ zone, reference: Date.parse(`${reference}Z`) },
      ...(clock === undefined ? {} : { clock: Date.parse(`${clock}Z`) }),
    };
    return parse(
      written,
      dates.map((date) => `${date} a`),
      with_,
    ).map((found) =>
      typeof found === 'object' ? new Date((found as AccountingRecord).time).toISOString().slice(0, 19) : found,
    );
  };

  test('without a year go on over its end, from where an earlier reading was', () => {
    const dates = ['Dec 31 23:59:59', 'Jan  1 00:00:01'];
    const expected = ['2026-12-31T23:59:59', '2027-01-01T00:00:01'];
    expect(times('MMM d HH:mm:ss', dates, 'UTC', '2027-01-05T00:00:00')).toEqual(expected);
    expect(times('MMM d HH:mm:ss', dates, 'UTC', '2020-01-01T00:00:00', '2026-12-31T23:59:00')).toEqual(expected);
  });

  test('of a repeated hour are read twice', () => {
    const dates = ['02:10', '02:59', '02:00', '03:00'].map((time) => `25.10.2026 ${time}`);
    expect(times('dd.MM.yyyy HH:mm', dates, 'Europe/Berlin', '2026-10-25T00:00:00')).toEqual([
      ...['2026-10-25T00:10:00', '2026-10-25T00:59:00', '2026-10-25T01:00:00', '2026-10-25T02:00:00'],
    ]);
  });

  test('with their offset need no zone', () => {
    expect(
      times('yyyy-MM-dd HH:mm:ss ZZZ', ['2026-07-10 20:44:36 +0400'], 'Europe/Berlin', '2020-01-01T00:00:00'),
    ).toEqual(['2026-07-10T16:44:36']);
  });

  test('of one pattern do not keep another from being tried', () => {
    const pattern = ['{time:date "yyyy-MM-dd HH:mm:ss"} {login}', '{time:date "dd.MM.yyyy HH:mm:ss"} {login}'];
    expect(one('10.07.2026 20:44:36 a', { pattern, rules, examples: [{ line: 'x', is: 'unreadable' }] })).toMatchObject(
      {
        ...{ kind: 'skipped', login: 'a' },
      },
    );
  });
});

test.each([
  ['', 'empty'],
  [stop.replace('user1', 'us\0r'), 'NUL byte'],
  [stop.replace('07-10', '04-31'), 'impossible date'],
  [stop.slice(0, 60), 'foreign text'],
  [stop.replace('in=1234567', 'in=many'), 'foreign text'],
  ['restarting', 'foreign text'],
])('%j is unreadable', (line, reason) => {
  expect(parse({}, [line])).toEqual([reason]);
});

test('a message of syslog is a line where it fits, else what syslog would write of it', () => {
  const message = { time: Date.parse('2026-07-10T16:44:36Z'), host: 'bras-1', tag: 'billing', text: stop };
  const lineOf = (text: string) =>
    formatOf({ pattern: [ACCOUNT, LOGIN, `${TIME} {}`] }).lineOfSyslog?.(
      { ...message, text },
      zone('Europe/Ulyanovsk'),
    );
  expect(lineOf(stop)).toBe(stop);
  const undated = stop.slice('2026-07-10 '.length);
  expect(lineOf(undated)).toBe(`Jul 10 20:44:36 bras-1 billing: ${undated}`);
  expect(lineOf('some words that fit but for their date')).toMatch(/^Jul 10 20:44:36 bras-1 billing: some/);
});

test('the JSON Schema for editors is that of the code', () => {
  const written = readFileSync(join(import.meta.dirname, '../../../template.schema.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(templateJsonSchema())));
});
