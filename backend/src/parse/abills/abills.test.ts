import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import { parseAll, parserSuite } from '../suite.ts';
import { abills } from './abills.ts';

const options = { zone: 'Europe/Ulyanovsk', reference: 0 };
const DATE = '2026-07-10 20:44:36';
const TIME = Date.parse('2026-07-10T16:44:36Z');
const accepted = `${DATE} LOG_INFO: AUTH [user1] NAS: 1 (192.0.2.1)  CID: 02:c2:c1:e8:df:4a GT: 0.03799`;
const refused = `${DATE} LOG_WARNING: AUTH [user1] NAS: 1 (192.0.2.1) WRONG_PASSWORD 'hunter2' CID: 02:c2 GT: 0.00412`;
const guest = `${DATE} LOG_INFO: GUEST_MODE [user2] NAS: 2 (192.0.2.2) NEG_FILTER CID: 02:c2 GT: 0.01000`;
const nobody = `${DATE} LOG_WARNING: AUTH  UNKNOW_SERVER: '192.0.2.9'`;
const accounting = `${DATE} LOG_WARNING: ACCT [user1] NAS: 1 (192.0.2.1) [1] ACCT Stop SQL Error '8a0c'`;
const hangup = `${DATE} LOG_WARNING: HANGUP [user1] NAS: 1 (192.0.2.1) SESSION_ID: 8a0c DURATION: 00:10:00`;
const command = `${DATE} LOG_DEBUG: CMD [user1] Connected to 192.0.2.1:1700`;
const daemon = `${DATE} LOG_INFO:  [Started... /var/run/billd.pid] Daemon`;

parserSuite(abills, [accepted, refused, guest, nobody, accounting, hangup, command, daemon], options);

const parse = (line: string) => parseAll(abills, [Buffer.from(`${line}\n`, 'latin1')], options);
const one = (line: string) => parse(line)[0] as AccountingRecord;

describe('readable lines', () => {
  test('an authentication carries its user, NAS and delay', () => {
    expect(one(accepted)).toEqual({
      kind: 'authentication',
      time: TIME,
      login: 'user1',
      loginOctets: undefined,
      failed: false,
      status: 'AUTH',
      failure: undefined,
      statusType: undefined,
      direction: undefined,
      nas: '192.0.2.1',
      sessionId: undefined,
      sessionSeconds: undefined,
      inputOctets: undefined,
      outputOctets: undefined,
      octetsWrap: false,
      delaySeconds: 0.03799,
    });
  });

  test('a refusal tells its cause, and never the password that was tried', () => {
    expect(one(refused)).toMatchObject({ failed: true, failure: 'WRONG_PASSWORD', delaySeconds: 0.00412 });
    expect(JSON.stringify(one(refused))).not.toContain('hunter2');
    expect(one(nobody)).toMatchObject({ failed: true, failure: 'UNKNOW_SERVER', login: '', nas: undefined });
  });

  test.each([
    [`${DATE} LOG_INFO: AUTH [user1] AUTH REJECT GT: 0.10000`, 'AUTH REJECT', undefined],
    [`${DATE} LOG_INFO: AUTH [user1] MS-CHAP PREAUTH FAILED`, 'MS-CHAP PREAUTH FAILED', undefined],
    [`${DATE} LOG_WARNING: AUTH [user1] NAS: 3 USER_NOT_EXIST`, 'USER_NOT_EXIST', undefined],
    [`${DATE} LOG_WARNING: AUTH [user1] NAS: 3 (192.0.2.3) '?'`, 'no reason', '192.0.2.3'],
    [
      `${DATE} LOG_WARNING: AUTH [user1] NAS: 3 (192.0.2.3) MORE_THEN_ALLOW_LOGIN (1/2)`,
      'MORE_THEN_ALLOW_LOGIN',
      '192.0.2.3',
    ],
  ])('%j failed', (line, failure, nas) => {
    expect(one(line)).toMatchObject({ kind: 'authentication', failed: true, login: 'user1', failure, nas });
  });

  test('a guest is let in', () => {
    expect(one(guest)).toMatchObject({ kind: 'authentication', failed: false, status: 'GUEST_MODE', nas: '192.0.2.2' });
  });

  test('of accounting what failed is told', () => {
    expect(one(accounting)).toMatchObject({
      ...{ kind: 'accounting', failed: true, statusType: 'Stop', failure: 'ACCT SQL Error' },
      ...{ login: 'user1', nas: '192.0.2.1' },
    });
    expect(parse(`${DATE} LOG_DEBUG: ACCT [user1] NAS: 1 (192.0.2.1) Login-User`)).toEqual([TIME]);
  });

  test.each([hangup, command, daemon, `${DATE} LOG_DEBUG: AUTH [user1] Session-Timeout = 1`])(
    '%j stands for no event',
    (line) => {
      expect(parse(line)).toEqual([TIME]);
    },
  );
});

test.each([
  ['', 'empty'],
  ['2026-07-10 20:4', 'cut short'],
  ['2026-07-10 20:44:36 LOG_WAR', 'cut short'],
  [`${DATE} LOG_INFO: AUTH [user`, 'cut short'],
  [accepted.replace('user1', 'us\0r'), 'NUL byte'],
  [accepted.replace('07-10', '02-30'), 'impossible date'],
  ['SELECT id FROM nas', 'foreign text'],
  [`x${accepted}`, 'foreign text'],
])('%j is unreadable', (line, reason) => {
  expect(parse(line)).toEqual([reason]);
});
