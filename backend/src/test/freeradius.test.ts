import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAggregator } from '../aggregate/aggregator.ts';
import type { AccountingRecord } from '../model/accounting.ts';
import type { LogFormat } from '../model/contracts/parser.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { freeradiusDetail } from '../parse/freeradius-detail/freeradius-detail.ts';
import { freeradiusLinelog } from '../parse/freeradius-linelog/freeradius-linelog.ts';
import { freeradiusLog } from '../parse/freeradius-log/freeradius-log.ts';
import { parseAll } from '../parse/suite.ts';
import { type Freeradius, neededFreeradius, startFreeradius } from './freeradius.ts';

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const options = { zone: HERE, reference: Date.now() };
const GIGAWORD = 2 ** 32;
const installed = neededFreeradius();

const NAS = 'NAS-IP-Address = 192.0.2.1';
const AUTHENTICATIONS = [
  ['User-Name = "bob"', 'User-Password = "secret/of]bob"', NAS],
  ['User-Name = "bob"', 'User-Password = "mistaken"', NAS],
  ['User-Name = "sla/sh"', 'CHAP-Password = "secret2"', NAS],
  ['User-Name = "nobody"', 'User-Password = "secret3"', NAS],
  // Rejected before the password is looked at, and after: each gives two lines.
  ['User-Name = "with space"', 'User-Password = "secret4"', NAS],
  ['User-Name = "late"', 'User-Password = "secret5"', NAS],
  ['User-Name = "denied"', 'User-Password = "secret6"', NAS],
];
const OUTCOMES = [
  'bob ok',
  'bob failed',
  'sla/sh ok',
  'nobody failed',
  'with space failed',
  'late failed',
  'denied failed',
];

const accounting = (login: string, session: string, type: string, ...more: string[]) => [
  `User-Name = "${login}"`,
  `Acct-Session-Id = "${session}"`,
  `Acct-Status-Type = ${type}`,
  ...more,
];
const update = ['Acct-Session-Time = 1', 'Acct-Input-Octets = 7', 'Acct-Input-Gigawords = 2', 'Acct-Output-Octets = 9'];
const last = ['Acct-Session-Time = 2', 'Acct-Input-Octets = 8', 'Acct-Input-Gigawords = 2', 'Acct-Output-Octets = 10'];
const ACCOUNTING = [
  ['Acct-Session-Id = "0"', 'Acct-Status-Type = Accounting-On', NAS],
  accounting('bob', '1', 'Start', NAS, 'Acct-Delay-Time = 0'),
  accounting('bob', '1', 'Interim-Update', NAS, 'Acct-Delay-Time = 0', ...update),
  accounting('bob', '1', 'Interim-Update', NAS, 'Acct-Delay-Time = 5', ...update),
  accounting('bob', '1', 'Stop', NAS, ...last),
  accounting(String.raw`carol \"x\"`, '2', 'Start', 'NAS-Identifier = "bras two"', 'NAS-IPv6-Address = 2001:db8::2'),
  accounting('dave', '3', 'Start', 'NAS-Identifier = "bras two"'),
  accounting(
    'dave',
    '3',
    'Interim-Update',
    'NAS-Identifier = "bras two"',
    'Acct-Input-Octets = 100',
    'Acct-Output-Octets = 200',
  ),
];

const eventsOf = (format: LogFormat, bytes: Buffer) => {
  const calls = parseAll(format, [bytes], options);
  expect(calls.filter((call) => typeof call === 'string')).toEqual([]);
  return calls.filter((call) => typeof call === 'object') as AccountingRecord[];
};
const outcomesOf = (events: readonly AccountingRecord[]) =>
  events
    .filter(({ kind }) => kind === 'authentication')
    .map(({ login, failed }) => `${login} ${failed ? 'failed' : 'ok'}`);

type Log = readonly [LogFormat, Buffer];

/** The samples of logs that end `later` than now, and began long before. */
function samplesOf(logs: readonly Log[], later: number) {
  const state = { row: () => undefined, rows: () => [] };
  const aggregator = createAggregator({ source: 'x', zone: zone(HERE), interimPeriod: 2 * HOUR, state });
  aggregator.sink.other(Date.now() - 4 * HOUR);
  for (const [format, bytes] of logs) {
    const parser = format.create(options);
    parser.push(bytes, aggregator.sink);
    parser.end(aggregator.sink);
  }
  aggregator.sink.other(Date.now() + later);
  return aggregator.drain({ now: Number.MAX_SAFE_INTEGER }).batch;
}

/** The counters and the traffic of logs, summed over the hours, and the sessions that are active after them. */
function countersOf(...logs: readonly Log[]) {
  const counters: Record<string, number> = {};
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  for (const { series, values } of samplesOf(logs, 3 * MINUTE)) {
    if (series.measurement === 'radius') counters[series.field] = sum(values);
    if (series.field === 'active') counters[`active ${series.tags.nas}`] = values.at(-1)!;
  }
  // Traffic is told once the reports after its hour have come.
  for (const { series, values } of samplesOf(logs, 6 * HOUR)) {
    if (series.measurement === 'traffic') counters[`${series.field} ${series.tags.nas ?? 'all'}`] = sum(values);
  }
  return counters;
}

describe.skipIf(!installed)('what a FreeRADIUS 3 writes', () => {
  let server: Freeradius | undefined;
  beforeAll(async () => {
    server = await startFreeradius(installed!, [
      'bob Cleartext-Password := "secret/of]bob"',
      '"sla/sh" Cleartext-Password := "secret2"',
      'late Cleartext-Password := "secret5"',
      'denied Auth-Type := Reject',
      '  Reply-Message = "No money, \\"denied\\""',
    ]);
    for (const attributes of AUTHENTICATIONS) await server!.send('auth', attributes);
    const [on, ...sessions] = ACCOUNTING;
    await server.send('acct', on!);
    // Logs tell whole seconds, and sessions begin after their NAS has.
    await wait(1100);
    for (const attributes of sessions) await server.send('acct', attributes);
  }, 60_000);
  afterAll(() => server?.stop());
  const log = (path: string) => server!.read(path);

  test('radius.log tells each authentication once, with its cause and without passwords', () => {
    const events = eventsOf(freeradiusLog, log('radius.log'));
    expect(outcomesOf(events)).toEqual(OUTCOMES);
    expect(events.map(({ failure }) => failure)).toEqual([
      undefined,
      'pap: Cleartext password does not match password',
      undefined,
      'No Auth-Type found: rejecting the user via Post-Auth-Type =',
      'Rejected: User-Name contains whitespace',
      'Rejected in post-auth',
      'Login incorrect',
    ]);
    expect(new Set(events.map(({ nas }) => nas))).toEqual(new Set(['bras-1']));
    expect(JSON.stringify(events)).not.toMatch(/secret|mistaken/);
    expect(countersOf([freeradiusLog, log('radius.log')])).toMatchObject({
      start_stop_alige_count_: 7,
      'type__count_Billing-Authentication': 7,
      'type__count_Billing-Accounting': 0,
      count_failed: 5,
    });
  });

  test('linelog tells the same authentications, and the same starts and ends', () => {
    const linelogs = [log('linelog'), log('linelog-accounting')];
    expect(outcomesOf(eventsOf(freeradiusLinelog, linelogs[0]!))).toEqual(OUTCOMES);
    const sessions = eventsOf(freeradiusLinelog, linelogs[1]!);
    expect(sessions.map(({ statusType, login }) => `${statusType} ${login}`)).toEqual([
      'On ',
      'Start bob',
      'Stop bob',
      'Start carol "x"',
      'Start dave',
    ]);
    expect(sessions[0]!.nas).toBe('192.0.2.1');
    expect(sessions[2]!.sessionSeconds).toBe(2);
    expect(countersOf(...linelogs.map((bytes) => [freeradiusLinelog, bytes] as const))).toMatchObject({
      start_stop_alige_count_Start: 3,
      start_stop_alige_count_Stop: 1,
      'type__count_Billing-Authentication': 7,
      count_failed: 5,
    });
  });

  test('detail files tell sessions and volume; a retransmit tells the same state of its session', () => {
    const detail = log('radacct/127.0.0.1/detail-');
    const events = eventsOf(freeradiusDetail, detail);
    const [on, start, first, again, stop, carol, dave, ofDave] = events;
    expect(events).toHaveLength(ACCOUNTING.length);
    expect(on).toMatchObject({ statusType: 'On', login: '', nas: '192.0.2.1', sessionId: undefined });
    expect(start).toMatchObject({ statusType: 'Start', login: 'bob', nas: '192.0.2.1', inputOctets: undefined });
    expect(first).toMatchObject({
      statusType: 'Alive',
      sessionId: start!.sessionId,
      sessionSeconds: 1,
      inputOctets: 2 * GIGAWORD + 7,
      outputOctets: 9,
      octetsWrap: false,
      delaySeconds: undefined,
    });
    expect(again).toEqual({ ...first, time: again!.time });
    expect(stop).toMatchObject({ statusType: 'Stop', sessionId: start!.sessionId, outputOctets: 10 });
    expect(carol).toMatchObject({ login: 'carol "x"', nas: '2001:db8::2' });
    expect(dave).toMatchObject({ login: 'dave', nas: 'bras two' });
    expect(ofDave).toMatchObject({ inputOctets: 100, outputOctets: 200, octetsWrap: true });
    expect(new Set([start, carol, dave].map((event) => event!.sessionId)).size).toBe(3);
    expect(countersOf([freeradiusDetail, detail])).toMatchObject({
      start_stop_alige_count_Start: 3,
      start_stop_alige_count_Stop: 1,
      'type__count_Billing-Accounting': ACCOUNTING.length,
      'type__count_Billing-Authentication': 0,
      count_failed: 0,
      'input_octets 192.0.2.1': 2 * GIGAWORD + 8,
      'output_octets 192.0.2.1': 10,
      'input_octets all': 2 * GIGAWORD + 108,
      'output_octets all': 210,
      'active 192.0.2.1': 0,
      'active 2001:db8::2': 1,
      'active bras two': 1,
    });
  });

  test('detail files of authentications tell each request, or each answer', () => {
    const requests = eventsOf(freeradiusDetail, log('radacct/127.0.0.1/auth-detail-'));
    expect(requests.map(({ login }) => login)).toEqual(OUTCOMES.map((outcome) => outcome.replace(/ (ok|failed)$/, '')));
    expect(JSON.stringify(requests)).not.toMatch(/secret|mistaken/);
    const answers = eventsOf(freeradiusDetail, log('radacct/127.0.0.1/reply-detail-'));
    expect(outcomesOf(answers)).toEqual(OUTCOMES.map((outcome) => outcome.replace(/^.* /, ' ')));
    expect(answers.at(-1)!.failure).toBe('No money');
  });
});
