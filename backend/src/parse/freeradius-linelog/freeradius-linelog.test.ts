import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { parseAll, parserSuite } from '../suite.ts';
import { freeradiusLinelog } from './freeradius-linelog.ts';

const options = { zone: 'Europe/Moscow', reference: Date.parse('2026-06-01T00:00:00Z') };
const TIME = Date.parse('2026-11-23T15:24:22Z');
const DATE = 'Mon Nov 23 18:24:22 2026';
const PLACE = '(did 02-00:ssid cli 02:00:00:00:00:01 port 7 ip 192.0.2.9)';
const messages = [
  'Accepted user: bob',
  'Rejected user: bob',
  'Sent challenge: bob',
  `Connect: [bob] ${PLACE}`,
  `Disconnect: [bob] ${PLACE} 61 seconds`,
  'NAS 192.0.2.7 (192.0.2.1) just came online',
  'NAS 2001:db8::7 (2001:db8::1) just went offline',
];

parserSuite(
  freeradiusLinelog,
  messages.map((message) => `${DATE} ${message}`),
  options,
);

const parse = (text: string) => parseAll(freeradiusLinelog, [Buffer.from(text, 'latin1')], options);
const one = (message: string, before = `${DATE} `) => parse(`${before}${message}\n`)[0] as AccountingRecord;

describe('messages', () => {
  test('accepted and rejected users are authentications', () => {
    const told = { kind: 'authentication', time: TIME, login: 'bob', nas: undefined, sessionId: undefined };
    expect(one('Accepted user: bob')).toMatchObject({ ...told, failed: false, failure: undefined });
    expect(one('Rejected user: bob')).toMatchObject({ ...told, failed: true, failure: 'Rejected user' });
    expect(one('Rejected user: ')).toMatchObject({ login: '', failed: true });
    expect(one(String.raw`Rejected user: DOM\\a b [c]/d`).login).toBe('DOM\\a b [c]/d');
  });

  test('connects and disconnects are Start and Stop', () => {
    expect(one(`Connect: [bob] ${PLACE}`)).toMatchObject({
      kind: 'accounting',
      login: 'bob',
      statusType: 'Start',
      sessionSeconds: undefined,
      octetsWrap: false,
    });
    expect(one(`Disconnect: [a] b] ${PLACE} 61 seconds`)).toMatchObject({
      login: 'a] b',
      statusType: 'Stop',
      sessionSeconds: 61,
    });
    expect(one('Disconnect: [bob] (did  cli  port 1 ip )  seconds')).toMatchObject({ sessionSeconds: undefined });
  });

  test('what a NAS says of itself is told of its own address, else of where it came from', () => {
    expect(one(messages[5]!)).toMatchObject({ statusType: 'On', nas: '192.0.2.1', login: '' });
    expect(one(messages[6]!)).toMatchObject({ statusType: 'Off', nas: '2001:db8::1', login: '' });
    expect(one('NAS 192.0.2.7 () just came online').nas).toBe('192.0.2.7');
  });

  test.each([
    'Sent challenge: bob',
    'Unknown packet type Access-Request',
    'This is a log message for bob',
    'NAS 192.0.2.7 (192.0.2.1) sent unknown Acct-Status-Type Failed',
  ])('%s stands for no event', (message) => {
    expect(parse(`${DATE} ${message}\n`)).toEqual([TIME]);
  });
});

test.each([
  `${DATE} : `,
  `${DATE}\t`,
  '2026-11-23 18:24:22 - ',
  '2026-11-23-18.24.22.000000, ',
  '1795447462 ',
  'Nov 23 18:24:22 radius radiusd[12]: ',
  '2026-11-23T18:24:22.000001+03:00 radius freeradius[12]: ',
])('the date may be written and separated as in %j', (before) => {
  for (const message of messages) expect(one(message, before)).toEqual(one(message));
});

test.each([
  ['', 'empty'],
  ['Accepted user: bob', 'no date'],
  [`${DATE} Accepted bob`, 'foreign text'],
  [`${DATE} Disconnect: [bob] ${PLACE}`, 'foreign text'],
  [`${DATE} Connect: [b\0b] ${PLACE}`, 'NUL byte'],
  [`Mon Nov 31 18:24:22 2026 Accepted user: bob`, 'impossible date'],
])('%j is unreadable', (line, reason) => {
  expect(parse(`${line}\n`)).toEqual([reason]);
});
