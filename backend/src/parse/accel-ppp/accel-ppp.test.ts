import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { zone } from '../../model/zone.ts';
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
  access('lan1', 'user1'),
  accept('lan1'),
  info('ppp1: connect: ppp1 <--> pppoe(02:c2:c1:e8:df:4a)'),
  info('ppp1: user1: authentication succeeded'),
  access('lan1', 'user2'),
  access('lan1', 'user3'),
  reject('lan1'),
  info('lan1: user3: authentication failed'),
  info('user3: authentication failed'),
  info('lan1: user2: authentication failed'),
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
  const succeeded = info('ppp1: user1: authentication succeeded');
  const failed = (session: string, login: string) => [
    info(`${session}: ${login}: authentication failed`),
    info(`${login}: authentication failed`),
  ];

  test('is told once, by the answer, under the name of the request, although its outcome has another interface', () => {
    expect(parse(access('lan1', 'user1'), accept('lan1'), succeeded)).toMatchObject([
      TIME,
      { kind: 'authentication', login: 'user1', failed: false, status: 'Access-Accept', nas: '192.0.2.1' },
      TIME,
    ]);
    expect(records(access('lan1', 'user1'), accept('lan1'))).toHaveLength(1);
    const withRealm = info('ppp1: user1@isp: authentication succeeded');
    expect(records(access('lan1', 'user1'), accept('lan1'), withRealm)).toMatchObject([{ login: 'user1' }]);
  });

  test('that failed is told once, with its cause, although accel-ppp says it twice', () => {
    expect(records(access('lan1', 'user1'), reject('lan1'), ...failed('lan1', 'user1'))).toMatchObject([
      { login: 'user1', failed: true, status: 'Access-Reject', failure: 'No money, #.# short' },
    ]);
    expect(records(access('lan1', 'user1'), reject('lan1', ''), ...failed('lan1', 'user1'))).toMatchObject([
      { failure: 'Access-Reject' },
    ]);
    expect(records(access('ipoe0', 'user1'), reject('ipoe0'), info('ipoe0: authentication failed'))).toHaveLength(1);
  });

  test('without an answer is told by its outcome, however often it was asked for', () => {
    const again = access('lan1', 'user1');
    expect(records(again, again, ...failed('lan1', 'user1'))).toMatchObject([
      { login: 'user1', failed: true, failure: 'no answer', nas: '192.0.2.1' },
    ]);
    expect(records(access('lan1', 'user1'), info('lan1: authentication failed'))).toMatchObject([{ login: 'user1' }]);
  });

  test('without RADIUS packets in the log is told by its outcome', () => {
    expect(records(succeeded)).toMatchObject([{ login: 'user1', failed: false }]);
    expect(records(info('ppp1: authentication failed'))).toMatchObject([{ login: '', failed: true }]);
    expect(records(info('user1: authentication failed'))).toMatchObject([
      { login: 'user1', failed: true, failure: 'authentication failed' },
    ]);
  });

  test('of several who wait on one interface is told by the outcome, which has the name', () => {
    const written = [access('lan1', 'a'), access('lan1', 'b'), reject('lan1'), ...failed('lan1', 'b'), accept('lan1')];
    expect(records(...written, info('ppp1: a: authentication succeeded'))).toMatchObject([
      { login: 'b', failed: true, failure: 'No money, #.# short', nas: '192.0.2.1' },
      { login: 'a', failed: false, status: 'Access-Accept' },
    ]);
  });

  test('of which a new parser sees the answer only is told by its outcome', () => {
    expect(records(accept('lan1'), succeeded)).toMatchObject([{ login: 'user1', failed: false }]);
    expect(records(reject('lan1'), ...failed('lan1', 'user1'))).toMatchObject([{ failure: 'No money, #.# short' }]);
  });

  test('is told once, however many there are at a time and in whatever order they end', () => {
    const users = fc.uniqueArray(fc.record({ login: fc.stringMatching(/^[a-z]{1,4}$/), good: fc.boolean() }), {
      selector: ({ login }) => login,
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(users, fc.infiniteStream(fc.nat()), (attempts, order) => {
        const steps = attempts.map(({ login, good }, index) => [
          access('lan1', login),
          good ? accept('lan1') : reject('lan1'),
          ...(good ? [info(`ppp${index}: ${login}: authentication succeeded`)] : failed('lan1', login)),
        ]);
        const written: string[] = [];
        while (steps.some((left) => left.length > 0)) {
          const open = steps.filter((left) => left.length > 0);
          written.push(open[order.next().value! % open.length]!.shift()!);
        }
        const told = records(...written).map(({ login, failed }) => `${login} ${!failed}`);
        expect(told.toSorted()).toEqual(attempts.map(({ login, good }) => `${login} ${good}`).toSorted());
      }),
    );
  });
});

describe('through syslog', () => {
  const heads = [
    'Jul 10 20:44:36 bras-1 accel-pppd: ',
    '2026-07-10T20:44:36.000000+04:00 bras-1 accel-pppoe[894027]: ',
  ];

  test.each(heads)('%j is a header', (head) => {
    const written = [
      `${head}lan1:: ${access('lan1', 'user1').split(': lan1: ')[1]}`,
      `${head}lan1:: recv [RADIUS(1) Access-Reject id=1 <Reply-Message "no money">]`,
      `${head}lan1:user1: user1: authentication failed`,
      `${head}user1: authentication failed`,
      `${head}ppp1:user2: ${accounting('Stop', COUNTERS).split(': ppp1: ')[1]}`,
      head.replace('accel-ppp', 'cron'),
    ];
    const with_ = { ...options, reference: Date.parse('2026-09-01T00:00:00Z') };
    const found = parseAll(accelPpp, [Buffer.from(written.map((line) => `${line}\n`).join(''))], with_);
    expect(found).toMatchObject([
      TIME,
      { time: TIME, login: 'user1', failed: true, failure: 'no money' },
      TIME,
      TIME,
      { time: TIME, statusType: 'Stop', sessionSeconds: 3600 },
      TIME,
    ]);
  });

  test('a message of syslog becomes such a line', () => {
    const text = accounting('Stop', COUNTERS).split(': ppp1: ')[1]!;
    const message = { time: TIME, host: 'bras-1', tag: 'accel-pppd[17]', text: `ppp1:user1: ${text}` };
    const line = accelPpp.lineOfSyslog?.(message, zone('Europe/Ulyanovsk'));
    const found = parseAll(accelPpp, [Buffer.from(`${line}\n`)], { ...options, reference: TIME });
    expect(found).toMatchObject([{ time: TIME, statusType: 'Stop' }]);
  });

  test('a date that there is not is told', () => {
    for (const date of ['Apr 31 20:44:36', '2026-04-31T20:44:36Z', 'Xyz 10 20:44:36']) {
      expect(parse(`${date} bras-1 accel-pppd: x`)).toEqual(['impossible date']);
    }
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
