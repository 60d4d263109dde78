import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { sharedPath } from '../../test/needs.ts';
import { parseAll, parserSuite } from '../suite.ts';
import { freeradiusDetail } from './freeradius-detail.ts';

const options = { zone: 'Europe/Moscow', reference: 0 };
const TIME = Date.parse('2026-11-23T15:24:22Z');
const HEADER = 'Mon Nov 23 18:24:22 2026';
const TIMESTAMP = `Timestamp = ${TIME / 1000}`;
const entry = (...attributes: string[]) => [HEADER, ...attributes.map((line) => `\t${line}`)].join('\n');

const accounting = (type: string, ...more: string[]) =>
  entry(
    'User-Name = "bob@isp.example"',
    'Acct-Session-Id = "0A01"',
    `Acct-Status-Type = ${type}`,
    'NAS-IP-Address = 192.0.2.1',
    'Tunnel-Type:0 = L2TP',
    'Attr-26.4874.177 = 0x506f7274',
    'Event-Timestamp = "Nov 23 2026 18:24:21 MSK"',
    'Acct-Delay-Time = 40',
    ...more,
    'Acct-Unique-Session-Id = "c8fb35c776f93a4f768cd2c7a9204557"',
    TIMESTAMP,
  );
const COUNTERS = [
  'Acct-Session-Time = 60',
  'Acct-Input-Octets = 5',
  'Acct-Input-Gigawords = 1',
  'Acct-Output-Octets = 4294967295',
];
const update = accounting('Interim-Update', ...COUNTERS);
const accountingOn = entry(
  'Acct-Session-Id = "00"',
  'Acct-Status-Type = Accounting-On',
  'NAS-IP-Address = 192.0.2.1',
  TIMESTAMP,
);
const request = entry('Packet-Type = Access-Request', 'User-Name = "bob"', 'NAS-IP-Address = 192.0.2.1', TIMESTAMP);
const reject = entry('Packet-Type = Access-Reject', 'Reply-Message = "No money, \\"bob\\""', TIMESTAMP);
const failed = entry('Acct-Status-Type = Failed', TIMESTAMP);
const entries = [accounting('Start'), update, accountingOn, request, reject, failed];

parserSuite(freeradiusDetail, entries, options, '\n\n');

const parse = (text: string, with_ = options) => parseAll(freeradiusDetail, [Buffer.from(text, 'latin1')], with_);
const one = (text: string) => parse(`${text}\n\n`)[0] as AccountingRecord;

describe('accounting', () => {
  test('an update carries everything; the delay of the NAS is not that of the server', () => {
    expect(one(update)).toEqual({
      kind: 'accounting',
      time: TIME,
      login: 'bob@isp.example',
      loginOctets: undefined,
      failed: false,
      status: 'Interim-Update',
      failure: undefined,
      statusType: 'Alive',
      direction: undefined,
      nas: '192.0.2.1',
      sessionId: 'c8fb35c776f93a4f768cd2c7a9204557',
      sessionSeconds: 60,
      inputOctets: 2 ** 32 + 5,
      outputOctets: 4294967295,
      octetsWrap: false,
      delaySeconds: undefined,
    });
  });

  test.each([
    ['Start', 'Start'],
    ['Interim-Update', 'Alive'],
    ['Alive', 'Alive'],
    ['Stop', 'Stop'],
  ])('%s is %s', (written, statusType) => {
    expect(one(accounting(written))).toMatchObject({ statusType, inputOctets: undefined, octetsWrap: false });
  });

  test('a NAS that starts or ends says so of itself: without login and session', () => {
    const said = { login: '', sessionId: undefined, nas: '192.0.2.1' };
    expect(one(accountingOn)).toMatchObject({ ...said, statusType: 'On' });
    expect(one(accounting('Accounting-Off'))).toMatchObject({ ...said, statusType: 'Off' });
  });

  test('octets without Gigawords begin anew at 2^32', () => {
    const octets = ['Acct-Input-Octets = 5', 'Acct-Output-Octets = 6'];
    expect(one(accounting('Stop', ...octets))).toMatchObject({ inputOctets: 5, outputOctets: 6, octetsWrap: true });
  });

  test('volume is Gigawords times 2^32 and octets', () => {
    const word = fc.nat({ max: 2 ** 20 });
    const octets = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(word, octets, (gigawords, rest) => {
        const stop = accounting('Stop', `Acct-Output-Gigawords = ${gigawords}`, `Acct-Output-Octets = ${rest}`);
        expect(one(stop).outputOctets).toBe(gigawords * 2 ** 32 + rest);
      }),
    );
  });

  test('without a unique session id, and without an address of the NAS, the next best is taken', () => {
    const plain = (...nas: string[]) =>
      one(entry('Acct-Status-Type = Start', 'Acct-Session-Id = "61"', ...nas, TIMESTAMP));
    expect(plain('NAS-Identifier = "bras 1"')).toMatchObject({ sessionId: '61', nas: 'bras 1', login: '' });
    expect(plain('NAS-Identifier = "bras 1"', 'NAS-IPv6-Address = 2001:db8::1').nas).toBe('2001:db8::1');
    expect(plain('Packet-Src-IP-Address = 192.0.2.7').nas).toBe('192.0.2.7');
    expect(plain().nas).toBeUndefined();
  });

  test('values are read without their escapes', () => {
    const login = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) });
    const escaped = (text: string) =>
      text
        .replace(/[\\"]/g, '\\$&')
        .replace(/[^ -~]/g, (other) => `\\${other.charCodeAt(0).toString(8).padStart(3, '0')}`);
    fc.assert(
      fc.property(login, (text) => {
        expect(one(entry('Acct-Status-Type = Stop', `User-Name = "${escaped(text)}"`, TIMESTAMP)).login).toBe(text);
      }),
    );
    expect(one(entry('Acct-Status-Type = Stop', String.raw`User-Name = "a\tb\n\"c\\d"`, TIMESTAMP)).login).toBe(
      'a\tb\n"c\\d',
    );
  });
});

describe('authentication', () => {
  test('a request counts, by its type or by its login', () => {
    const counted = { kind: 'authentication', login: 'bob', failed: false, status: 'Access-Request', nas: '192.0.2.1' };
    expect(one(request)).toMatchObject(counted);
    expect(one(request.replace('\tPacket-Type = Access-Request\n', ''))).toMatchObject(counted);
  });

  test('a reply says how it went', () => {
    expect(one(reject)).toMatchObject({ kind: 'authentication', login: '', failed: true, failure: 'No money' });
    expect(one(entry('Packet-Type = Access-Reject', TIMESTAMP)).failure).toBe('Access-Reject');
    expect(one(entry('Packet-Type = Access-Accept', TIMESTAMP))).toMatchObject({ failed: false, failure: undefined });
  });

  test.each(['Access-Challenge', 'CoA-Request', 'Disconnect-ACK'])('%s is none', (type) => {
    expect(parse(`${entry(`Packet-Type = ${type}`, TIMESTAMP)}\n\n`)).toEqual([TIME]);
  });
});

describe('dates', () => {
  test('the date in front is on the clocks of the zone, where there is no Timestamp', () => {
    const dated = (date: string) => entry('Acct-Status-Type = Stop').replace(HEADER, date);
    expect(one(dated(HEADER)).time).toBe(TIME);
    const berlin = { ...options, zone: 'Europe/Berlin' };
    const repeated = ['Sun Oct 25 02:30:00 2026', 'Sun Oct 25 02:59:00 2026', 'Sun Oct 25 02:10:00 2026'];
    const times = parse(repeated.map((date) => `${dated(date)}\n\n`).join(''), berlin) as AccountingRecord[];
    expect(times.map(({ time }) => new Date(time).toISOString().slice(11, 16))).toEqual(['00:30', '00:59', '01:10']);
    expect(parse(`${dated('Mon Feb 30 18:24:22 2026')}\n\n`)).toEqual(['impossible date']);
    expect(parse(`${dated("A header of one's own")}\n\n`)).toEqual(['impossible date']);
  });

  test('with a Timestamp any line may stand in front', () => {
    expect(one(update.replace(HEADER, 'packet of 192.0.2.1')).time).toBe(TIME);
  });
});

describe('damage', () => {
  test.each([
    ['a value that is no number', update.replace('Time = 60', 'Time = 6x'), 'foreign text'],
    ['a value that is not closed', update.replace('isp.example"', 'isp.example'), 'foreign text'],
    ['a line that is no attribute', update.replace('\tNAS-IP', '\tNAS IP'), 'foreign text'],
    ['a line without its TAB', update.replace('\tNAS-IP', 'NAS-IP'), 'foreign text'],
    ['no line in front', update.slice(HEADER.length + 1), 'foreign text'],
    ['a NUL octet', update.replace('192.', '192\0'), 'NUL byte'],
    ['a line of megabytes', update.replace('192.', '1'.repeat(2_000_000)), 'too long'],
  ])('%s', (_, damaged, reason) => {
    expect(parse(`${damaged}\n\n${update}\n\n`)).toEqual([reason, one(update)]);
  });

  test('is told with the line where it is, but never with a password', () => {
    const told: unknown[] = [];
    const sink = {
      record() {},
      other() {},
      unreadable: (...[, text]: [string, (() => string)?]) => told.push(text?.()),
    };
    const parser = freeradiusDetail.create(options);
    const damaged = [
      update.replace('\tNAS-IP', 'NAS-IP'),
      update.replace('Time = 60', 'Time = 6x'),
      request.replace('NAS-IP-Address = 192.0.2.1', 'User-Password "secret"'),
    ];
    parser.push(Buffer.from(damaged.map((text) => `${text}\n\n`).join('')), sink);
    expect(told).toEqual(['NAS-IP-Address = 192.0.2.1', HEADER, '\tUser-Password …']);
  });

  test('an entry that a server left unfinished is cut short, wherever it ends', () => {
    const beforeTimestamp = update.indexOf('\tTimestamp');
    fc.assert(
      fc.property(fc.integer({ min: HEADER.length + 2, max: beforeTimestamp }), (length) => {
        const [reason, next, ...others] = parse(`${update.slice(0, length)}${request}\n\n`);
        expect(reason).toBe('cut short');
        expect([next, ...others]).toEqual([one(request)]);
      }),
    );
    expect(parse(update.slice(0, beforeTimestamp))).toEqual(['cut short']);
  });

  test('lines of another log are told one by one', () => {
    const lines = ['Mon Nov 23 18:24:22 2026 : Info: Ready', 'Accepted user: bob', 'Rejected user: bob'];
    expect(parse(`${lines.join('\n')}\n`)).toEqual(['foreign text', 'foreign text', 'cut short']);
  });

  test('an entry without end is told as too long, and the next one is read', () => {
    const endless = `${HEADER}\n${'\tClass = 0x0102030405060708\n'.repeat(50_000)}`;
    expect(parse(`${endless}${update}\n\n`)).toEqual(['too long', one(update)]);
    expect(parse(`${HEADER}\n${'name = value\n'.repeat(100_000)}\n${update}\n\n`)).toEqual(['too long', one(update)]);
  });

  test('an entry that lost only its blank line is whole', () => {
    expect(parse(`${update}\n${request}\n\n`)).toEqual([one(update), one(request)]);
  });
});

const sample = 'data/log-samples/freeradius_detail_juniper_mx_bng.detail';
test.skipIf(!sharedPath(sample))('the entries of a Juniper BNG are events', () => {
  const events = parse(readFileSync(sharedPath(sample)!, 'latin1')) as AccountingRecord[];
  expect(events.map(({ statusType, login }) => `${statusType} ${login}`)).toEqual([
    'Start juniper',
    'Stop juniper',
    'Start ac:16:2d:75:9d:0a',
    'Stop ac:16:2d:75:9d:0a',
  ]);
  expect(events[1]).toMatchObject({
    time: 1616521983000,
    nas: '1.1.1.1',
    sessionId: 'c6972b3b7c5abe21400063b1fc3680e6',
    sessionSeconds: 77,
    inputOctets: 190,
    outputOctets: 30,
    octetsWrap: false,
  });
});
