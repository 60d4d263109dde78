import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { zone } from '../../model/zone.ts';
import { sharedPath } from '../../test/needs.ts';
import { parseAll, parserSuite } from '../suite.ts';
import { freeradiusLog } from './freeradius-log.ts';

const options = { zone: 'Europe/Moscow', reference: Date.parse('2026-06-01T00:00:00Z') };
const TIME = Date.parse('2026-11-23T15:24:22Z');
const HEAD = 'Mon Nov 23 18:24:22 2026 : ';
const FROM = '(from client bras-1 port 7 cli 02:00:00:00:00:01)';
const auth = (message: string, inside = 'bob', from = FROM) => `${HEAD}Auth: ${message}: [${inside}] ${from}`;

const ok = auth('(2) Login OK');
const WRONG = 'pap: Cleartext password does not match "known good" password';
const incorrect = auth(`(3) Login incorrect (${WRONG})`);
const lines = [
  ok,
  incorrect,
  auth('(4) Invalid user (Rejected: User-Name contains whitespace)'),
  auth('(7) Multiple logins (max 1) '),
  auth('(4) Login incorrect (Rejected: User-Name contains whitespace)'),
  auth('(7) Login incorrect'),
  `${HEAD}Info: Ready to process requests`,
  `${HEAD}ERROR: (4) ERROR: Failing proxied request for user "bob", due to lack of any response from home server`,
  `2026-11-23T18:24:22.123456+03:00 radius radiusd[812]: (5) Login OK: [bob] ${FROM}`,
  `Nov 23 18:24:22 radius freeradius[812]: (6) Login incorrect: [bob] ${FROM}`,
];

parserSuite(freeradiusLog, lines, options);

const parse = (text: string) => parseAll(freeradiusLog, [Buffer.from(text, 'latin1')], options);
const one = (line: string) => parse(`${line}\n`)[0] as AccountingRecord;

describe('authentication', () => {
  test('what succeeded carries login and client', () => {
    expect(one(ok)).toMatchObject({
      kind: 'authentication',
      time: TIME,
      login: 'bob',
      nas: 'bras-1',
      failed: false,
      status: 'Login OK',
      failure: undefined,
      statusType: undefined,
      sessionId: undefined,
      delaySeconds: undefined,
    });
    expect(one(auth('(2) Login OK (by voucher)'))).toMatchObject({ status: 'Login OK (by voucher)', failed: false });
  });

  test('what failed carries the cause, without quoted text, numbers and logins', () => {
    expect(one(incorrect)).toMatchObject({
      failed: true,
      status: `Login incorrect (${WRONG})`,
      failure: 'pap: Cleartext password does not match password',
    });
    const failure = (message: string) => one(auth(message)).failure;
    expect(failure('(5) Login incorrect')).toBe('Login incorrect');
    expect(failure('(5) Login incorrect (mschap: External script says Logon failure (0xc000006d))')).toBe(
      'mschap: External script says Logon failure',
    );
    expect(failure('(5) Login incorrect (sql: bob: limit 512 reached)')).toBe('sql: limit # reached');
  });

  test('a request without a number, of older servers and of a tunnel inside', () => {
    expect(one(auth('Login OK'))).toMatchObject({ login: 'bob', failed: false });
    expect(one(auth('  (12)   Login OK', 'carol', '(from client wlc-01 port 0 via TLS tunnel)'))).toMatchObject({
      login: 'carol',
      nas: 'wlc-01',
    });
    expect(
      one(auth('(1) Login OK', 'a', '(from client home server port 0 via proxy to virtual server) by rule 7')).nas,
    ).toBe('home server');
  });

  test.each([
    'Invalid user',
    'Invalid user (sql: x)',
    'Rejected in post-auth',
    'Multiple logins (max 1) ',
    'Multiple logins (max 2) [MPP attempt]',
    'Login incorrect (Home Server says so)',
  ])('a numbered rejection counts with its line Login incorrect, not with %s', (message) => {
    const both = `${auth(`(9) ${message}`)}\n${auth('(9) Login incorrect (sql: x)')}\n`;
    expect(parse(both)).toEqual([TIME, expect.objectContaining({ failed: true, failure: 'sql: x' })]);
    expect(one(auth(message))).toMatchObject({ failed: true, login: 'bob' });
  });
});

describe('the cause of a rejection', () => {
  const failures = (...messages: string[]) =>
    parse(messages.map((message) => `${auth(message)}\n`).join(''))
      .filter((call) => typeof call === 'object')
      .map((record) => (record as AccountingRecord).failure);

  test.each([
    ['Multiple logins (max 1) ', 'Multiple logins'],
    ['Rejected in post-auth', 'Rejected in post-auth'],
    ['Login incorrect (Home Server says so)', 'Home Server says so'],
    ['Invalid user (sql: x)', 'sql: x'],
  ])('is that of the line before of the same request: %s', (message, cause) => {
    expect(failures(`(9) ${message}`, '(8) Login incorrect', '(9) Login incorrect', '(9) Login incorrect')).toEqual([
      'Login incorrect',
      cause,
      'Login incorrect',
    ]);
  });

  test('is that of its own line, where there is one', () => {
    expect(failures('(9) Invalid user (sql: x)', '(9) Login incorrect (pap: y)')).toEqual(['pap: y']);
  });

  test('is not that of a request before the server was started again', () => {
    const late = auth('(9) Login incorrect').replace('18:24:22', '18:30:00');
    const [, record] = parse(`${auth('(9) Rejected in post-auth')}\n${late}\n`) as [unknown, AccountingRecord];
    expect(record.failure).toBe('Login incorrect');
  });

  test('costs no more memory however many are never told', () => {
    const parser = freeradiusLog.create(options);
    const sink = { record() {}, other() {}, unreadable() {} };
    for (let request = 0; request < 5000; request++) {
      parser.push(Buffer.from(`${auth(`(${request}) Rejected in post-auth`)}\n`), sink);
    }
    expect(JSON.stringify(parser.memory).length).toBeLessThan(10_000);
    expect(JSON.stringify(parser.memory)).not.toContain('bob');
  });
});

test('a message of syslog becomes a line that is read alike, or is one already', () => {
  const text = `(2) Login OK: [bob] ${FROM}`;
  const message = { time: TIME, host: 'radius', tag: 'radiusd[812]', text };
  const line = (told: typeof message) => freeradiusLog.lineOfSyslog!(told, zone('Europe/Moscow'));
  expect(line(message)).toBe(`Nov 23 18:24:22 radius radiusd[812]: ${text}`);
  expect(one(line(message))).toEqual(one(ok));
  expect(line({ ...message, text: ok })).toBe(ok);
});

describe('logins', () => {
  const login = (inside: string) => one(auth('(2) Login OK', inside)).login;

  test('a password is never taken, whatever it holds', () => {
    const name = fc.stringMatching(/^[a-z0-9@.[\] :()-]{0,20}$/);
    const password = fc.string({ unit: 'binary-ascii', maxLength: 30 }).filter((text) => !/[\n\0]|>$/.test(text));
    fc.assert(
      fc.property(name, password, (user, secret) => {
        const told = one(auth(`(3) Login incorrect (${WRONG})`, `${user}/${secret}`));
        expect(told).toEqual({ ...one(incorrect), login: user });
      }),
    );
  });

  test('a password is not told of a line that cannot be read either', () => {
    const told: unknown[] = [];
    const sink = {
      record() {},
      other() {},
      unreadable: (...[, text]: [string, (() => string)?]) => told.push(text?.()),
    };
    const parser = freeradiusLog.create(options);
    const line = auth('(3) Login incorrect', 'bob/sec/ret[x]');
    parser.push(Buffer.from(`${line.slice(0, -FROM.length)}\nfoo\n${line} ${'x'.repeat(2_000_000)}\n`), sink);
    expect(told).toEqual([
      `${HEAD}Auth: (3) Login incorrect: [bob/…`,
      'foo',
      `${HEAD}Auth: (3) Login incorrect: [bob/…`,
    ]);
  });

  test('a login with slashes is whole where the server says that there was no password as text', () => {
    expect(login('host/pc1.example/<via Auth-Type = eap>')).toBe('host/pc1.example');
    expect(login('a/b@isp/<CHAP-Password>')).toBe('a/b@isp');
    expect(login('a/b/<no User-Password attribute>')).toBe('a/b');
    expect(login('host/pc1.example')).toBe('host');
  });

  test('a login that looks like the rest of the line is a login', () => {
    expect(login('x] (from client y port 1)')).toBe('x] (from client y port 1)');
    expect(login('we]ird ["')).toBe('we]ird ["');
    expect(login('x): [y')).toBe('x): [y');
  });

  test('without a name it is empty; escapes are resolved', () => {
    expect(login('<no User-Name attribute>')).toBe('');
    expect(login('<no User-Name attribute>/pw')).toBe('');
    expect(login(String.raw`DOM\\bob`)).toBe('DOM\\bob');
  });
});

describe('other lines', () => {
  test.each([
    `${HEAD}Info: Loaded virtual server <default>`,
    `${HEAD}Error: Ignoring request to auth address * port 1812 bound to server default from unknown client 192.0.2.77`,
    `${HEAD}Proxy: Marking home server 192.0.2.8 port 1812 as zombie`,
    `${HEAD}Auth: (3) eap_peap: The users session was previously rejected`,
    `${HEAD}Info: Login OK: [bob] ${FROM}`,
    `Nov 23 18:24:22 radius radiusd[812]: Signalled to terminate`,
  ])('%s', (line) => {
    expect(parse(`${line}\n`)).toEqual([TIME]);
  });

  test.each([
    ['', 'empty'],
    [ok.slice(0, -1), 'cut short'],
    [ok.slice(0, -40), 'cut short'],
    [HEAD.slice(0, -3), 'cut short'],
    [ok.slice(0, 20), 'no date'],
    [ok.replace('bob', 'b\0b'), 'NUL byte'],
    [ok.replace('Nov 23', 'Nov 31'), 'impossible date'],
    [`${HEAD.slice(0, -3)} radius`, 'foreign text'],
    ['radiusd: FreeRADIUS Version 3.2.1', 'no date'],
  ])('%j is unreadable', (line, reason) => {
    expect(parse(`${line}\n`)).toEqual([reason]);
  });
});

const sample = 'data/log-samples/freeradius_log_lines.log';
test.skipIf(!sharedPath(sample))('the lines of other networks can be read', () => {
  const calls = parse(readFileSync(sharedPath(sample)!, 'latin1'));
  const told = calls.map((call) => (typeof call === 'object' ? (call as AccountingRecord) : undefined));
  expect(told.map((record) => record && `${record.login} ${record.failure}`)).toEqual([
    'alice mschap: ERROR: MS-CHAP#-Response is incorrect',
    'carol undefined',
    undefined,
    'username mschap: External script says Logon failure',
  ]);
});
