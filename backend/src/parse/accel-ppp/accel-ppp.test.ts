import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { parseAll, parserSuite } from '../suite.ts';
import { accelPpp } from './accel-ppp.ts';

const options = { zone: 'Europe/Ulyanovsk', reference: 0 };
const DATE = '2026-07-10 20:44:36';
const TIME = Date.parse('2026-07-10T16:44:36Z');
const info = (text: string) => `[${DATE}]:  info: ${text}`;
const NAS = '<NAS-Identifier "accel-ppp"> <NAS-IP-Address 192.0.2.1> <NAS-Port 1> <NAS-Port-Type Virtual>';
const access = (session: string, login: string) =>
  info(`${session}: send [RADIUS(1) Access-Request id=1 <User-Name "${login}"> ${NAS} <User-Password >]`);
const accept = (session: string) =>
  info(`${session}: recv [RADIUS(1) Access-Accept id=1 <Framed-IP-Address 198.51.100.7>]`);
const reject = (session: string, more = ' <Reply-Message "No money, 17.50 short">') =>
  info(`${session}: recv [RADIUS(1) Access-Reject id=1${more}]`);
const accounting = (type: string, more = '', login = 'user1') =>
  info(
    `ppp1: send [RADIUS(1) Accounting-Request id=a1 <User-Name "${login}"> ${NAS} <Acct-Status-Type ${type}> <Acct-Authentic RADIUS> <Acct-Session-Id "5f2ab81c00000001">${more}]`,
  );
const COUNTERS =
  ' <Acct-Session-Time 3600> <Acct-Input-Octets 7> <Acct-Output-Octets 4294967295> <Acct-Input-Packets 1> <Acct-Output-Packets 2> <Acct-Input-Gigawords 2> <Acct-Output-Gigawords 0>';
const response = info('ppp1: recv [RADIUS(1) Accounting-Response id=a1]');
const lines = [
  info('ppp1: connect: ppp1 <--> pppoe(02:c2:c1:e8:df:4a)'),
  access('ppp1', 'user1'),
  accept('ppp1'),
  info('ppp1: user1: authentication succeeded'),
  accounting('Start'),
  response,
  `[${DATE}]:  warn: ppp1: radius: server(1) not responding, terminating session...`,
  accounting('Interim-Update', COUNTERS),
  accounting('Stop', `${COUNTERS} <Acct-Terminate-Cause User-Request>`),
  info('ppp1: disconnected'),
  info('send [RADIUS(1) Accounting-Request id=1 <User-Name ""> <Acct-Status-Type Accounting-On>]'),
  `[${DATE}]: debug: ppp1: terminate`,
  `[${DATE}]: error: radius:bind: Address already in use`,
  `[${DATE}]:   msg: ppp1: session timeout`,
];

parserSuite(accelPpp, lines, options);

const parse = (...written: string[]) =>
  parseAll(accelPpp, [Buffer.from(written.map((line) => `${line}\n`).join(''), 'latin1')], options);
const records = (...written: string[]) =>
  parse(...written).filter((call) => typeof call === 'object') as AccountingRecord[];

describe('accounting', () => {
  test('is told by requests, with volume and Gigawords', () => {
    expect(records(accounting('Stop', COUNTERS))).toEqual([
      {
        kind: 'accounting',
        time: TIME,
        login: 'user1',
        loginOctets: undefined,
        failed: false,
        status: 'Accounting-Request',
        failure: undefined,
        statusType: 'Stop',
        direction: undefined,
        nas: '192.0.2.1',
        sessionId: '5f2ab81c00000001',
        sessionSeconds: 3600,
        inputOctets: 7 + 2 * 2 ** 32,
        outputOctets: 4294967295,
        octetsWrap: false,
        delaySeconds: undefined,
      },
    ]);
  });

  test('answers are not counted', () => {
    expect(records(accounting('Start'), response)).toHaveLength(1);
  });

  test.each([
    ['Start', 'Start'],
    ['Interim-Update', 'Alive'],
    ['Alive', 'Alive'],
    ['Accounting-On', 'On'],
    ['Accounting-Off', 'Off'],
    ['Failed', undefined],
  ])('%s is %s', (written, statusType) => {
    expect(records(accounting(written))).toMatchObject([{ kind: 'accounting', statusType }]);
  });

  test('without Gigawords octets begin anew; without an address the NAS is known by its name', () => {
    const line = accounting('Stop', ' <Acct-Input-Octets 7> <Acct-Output-Octets 8>').replace(/<NAS-IP\S+ \S+> /, '');
    expect(records(line)).toMatchObject([{ nas: 'accel-ppp', inputOctets: 7, outputOctets: 8, octetsWrap: true }]);
  });

  test('a name may hold anything', () => {
    const name = fc.string({ unit: 'binary-ascii', maxLength: 20 }).filter((text) => !/[\n\r\0]|"> <|">]/.test(text));
    fc.assert(
      fc.property(name, (login) => {
        expect(records(accounting('Stop', COUNTERS, login))).toMatchObject([{ login, outputOctets: 4294967295 }]);
      }),
    );
  });
});

describe('authentication', () => {
  test('is told once, by the answer, under the name of the request', () => {
    const written = [access('ppp1', 'user1'), accept('ppp1'), info('ppp1: user1: authentication succeeded')];
    expect(parse(...written)).toMatchObject([
      TIME,
      { kind: 'authentication', login: 'user1', failed: false, status: 'Access-Accept', nas: '192.0.2.1' },
      TIME,
    ]);
  });

  test('that failed is told once, with its cause, although accel-ppp says it twice', () => {
    const twice = [info('ppp1: user1: authentication failed'), info('user1: authentication failed')];
    expect(records(access('ppp1', 'user1'), reject('ppp1'), ...twice)).toMatchObject([
      { login: 'user1', failed: true, status: 'Access-Reject', failure: 'No money, #.# short' },
    ]);
    expect(records(access('ppp1', 'user1'), reject('ppp1', ''), ...twice)).toMatchObject([
      { failure: 'Access-Reject' },
    ]);
  });

  test('without an answer is told by its outcome', () => {
    const again = access('ppp1', 'user1');
    const written = [again, again, info('ppp1: user1: authentication failed'), info('user1: authentication failed')];
    expect(records(...written)).toMatchObject([
      { login: 'user1', failed: true, failure: 'no answer', nas: '192.0.2.1' },
    ]);
    expect(records(access('ppp1', 'user1'), info('ppp1: authentication failed'))).toMatchObject([{ login: 'user1' }]);
  });

  test('without RADIUS packets in the log is told by its outcome', () => {
    expect(records(info('ppp1: user1: authentication succeeded'))).toMatchObject([{ login: 'user1', failed: false }]);
    expect(records(info('ppp1: authentication failed'))).toMatchObject([{ login: '', failed: true }]);
    expect(records(info('user1: authentication failed'))).toMatchObject([
      { login: 'user1', failed: true, failure: 'authentication failed' },
    ]);
  });

  test('names of sessions that are told apart by nothing are taken in the order of their requests', () => {
    const written = [access('eth1', 'a'), access('eth1', 'b'), accept('eth1'), reject('eth1')];
    const outcomes = [info('eth1: a: authentication succeeded'), `[${DATE}]:  warn: eth1: authentication failed`];
    expect(records(...written, ...outcomes)).toMatchObject([
      { login: 'a', failed: false },
      { login: 'b', failed: true },
    ]);
  });
});

test('colours change nothing', () => {
  const coloured = lines.map((line) => {
    const [, header, text] = /^(\[.*?\]: .{5}: (?:ppp1: )?)(.*)$/.exec(line)!;
    return `\x1b[1;32m${header}\x1b[0;39m${text}`;
  });
  expect(parse(...coloured)).toEqual(parse(...lines));
});

test.each([
  ['', 'empty'],
  ['[2026-07-10 20', 'cut short'],
  [`[${DATE}]:  in`, 'cut short'],
  [info('ppp1: send [RAD'), 'cut short'],
  [accounting('Stop', COUNTERS).slice(0, -30), 'cut short'],
  [accounting('Stop', COUNTERS).slice(0, -1), 'cut short'],
  [`${accounting('Stop', COUNTERS)} more`, 'text after the end'],
  [accounting('Sto\0p'), 'NUL byte'],
  [accounting('Stop').replace('07-10', '07-32'), 'impossible date'],
  [`${DATE} ppp1: connect`, 'foreign text'],
])('%j is unreadable', (line, reason) => {
  expect(parse(line)).toEqual([reason]);
});
