import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../../model/accounting.ts';
import type { Parser } from '../../model/contracts/parser.ts';
import { zone } from '../../model/zone.ts';
import { sharedPath } from '../../test/needs.ts';
import { callsOf, parseAll, parserSuite } from '../suite.ts';
import { billingRadius, createParser } from './billing-radius.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const options = { zone: 'Europe/Ulyanovsk', reference: utc('2020-05-01T00:00:00') };
const SID = 'ULSK-BR152337931900001e23f0905128';
const SSG = 'ULSK-B24866SSG0000036f0c4e905128';
const HEAD = 'Apr 30 00:11:26 rad radiusd: [17697] ';
const END = `192.0.2.1, 1178247-HDSLAM56 atm 0/7/0/29:0.33, ${SSG}, ${SID}, 02:c1:17:4e:e0:59) delay 0.541210`;
const accounting = (type: string, counters: string, status = 'OK -- ') =>
  `${HEAD}Billing-Accounting: 170/0 'a@pppoe' via radius@startip_nn - ${status}input (2020.04.30 00:11:25,192.0.2.1:35815892,Virtual-Access,Framed,PPP,${type},${SID},RADIUS,4,1178247-HDSLAM56 atm 0/7/0/29:0.33,100.64.178.140${counters}, ${END}`;
const alive = accounting('Alive', ',0,8557500,2748872264,5153427070');
const start = accounting('Start', '');
const skipped = `Apr 30 00:11:55 nfc radiusd: [17401] Billing-Accounting: 13/29174 'b@dhcp' - OK Skiped due to traffic limit -- code 0 `;
const authentication = `${HEAD}Billing-Authentication: 169/0 c@dhcp via radius@startip_nn - OK -- input (192.0.2.1:35837384,Virtual-Access,Framed,PPP,,02:c2:c1:e8:df:4a, 192.0.2.1, \\0\\0x05\\0\\0x180A49F237, ${SID}, 02:c2:c1:e8:df:4a) output (255.255.255.254, 8640000) delay 0.070321`;
const nobody = `${HEAD}Billing-Authentication: 12/0  via radius@startip_nn - FAILED No username found -- code -1, input (192.0.2.1:35775480,Virtual-Access,Framed,PPP,,, 192.0.2.1, , , ) delay 0.001200`;
const other = `${HEAD}huawei_save_sessid: added 8000000 ${SSG} 0000b1f97e990824 4 1588277499`;
const task = `${HEAD}Billing: no TASK`;
const lines = [alive, start, skipped, authentication, nobody, other, task];

parserSuite(billingRadius, lines, options);

const parse = (text: string, with_ = options) => parseAll(billingRadius, [Buffer.from(text, 'latin1')], with_);
const one = (line: string) => parse(`${line}\n`)[0] as AccountingRecord;

describe('readable lines', () => {
  test('an Alive line carries everything', () => {
    expect(one(alive)).toEqual({
      kind: 'accounting',
      time: utc('2020-04-29T20:11:26'),
      login: 'a@pppoe',
      loginOctets: undefined,
      failed: false,
      status: 'OK',
      failure: undefined,
      statusType: 'Alive',
      direction: 4,
      nas: '192.0.2.1',
      sessionId: SID,
      sessionSeconds: 85_575,
      inputOctets: 2748872264,
      outputOctets: 5153427070,
      octetsWrap: false,
      delaySeconds: 0.54121,
    });
  });

  test('a Start has no counters; a skipped line has no delay', () => {
    expect(one(start)).toMatchObject({ statusType: 'Start', inputOctets: undefined, delaySeconds: 0.54121 });
    expect(one(skipped)).toMatchObject({ kind: 'skipped', login: 'b@dhcp', failed: false, delaySeconds: undefined });
  });

  test('an authentication without a user name counts, and says its proxy', () => {
    expect(one(nobody)).toMatchObject({
      kind: 'authentication',
      login: '',
      proxy: 'radius@startip_nn',
      failed: true,
      status: 'FAILED No username found',
    });
  });

  test('the status ends at its last dashes, whatever it holds', () => {
    const status = `FAILED Tarification error.<SQL>ORA-20001: "x" -- 'y' (z)`;
    const line = accounting('Stop', ',3,5497500,0,19687613093', `${status} -- code -20001, `);
    expect(one(line)).toMatchObject({ status, failed: true, inputOctets: 0, outputOctets: 19687613093 });
  });

  test('a circuit may hold any printable text', () => {
    const printable = fc.string({
      unit: fc
        .integer({ min: 33, max: 255 })
        .filter((code) => code < 127 || code > 160)
        .map((code) => String.fromCharCode(code)),
      maxLength: 20,
    });
    fc.assert(
      fc.property(printable, (circuit) => {
        expect(
          one(alive.replace('192.0.2.1, 1178247-HDSLAM56 atm 0/7/0/29:0.33', () => `192.0.2.1, ${circuit}`)),
        ).toEqual(one(alive));
      }),
    );
  });

  test.each([`${HEAD}some other daemon's message`, `${HEAD}Billing: shutting down`, `${task} `, `${other}\r`])(
    '%j stands for no event',
    (line) => {
      expect(parse(`${line}\n`)).toEqual([utc('2020-04-29T20:11:26')]);
    },
  );

  test.skipIf(!sharedPath('formats/radius-billing-samples.log'))('the sample lines are all events', () => {
    const text = readFileSync(sharedPath('formats/radius-billing-samples.log')!, 'latin1');
    const kinds = parse(text).map((call) => (call as AccountingRecord).kind);
    expect(kinds).toEqual([...Array(5).fill('accounting'), 'skipped', 'authentication', 'authentication']);
  });
});

describe('unreadable lines', () => {
  test('are told with what was written', () => {
    const told: unknown[] = [];
    const sink = {
      record() {},
      other() {},
      unreadable: (reason: string, text?: () => string) => told.push([reason, text?.()]),
    };
    const parser = billingRadius.create(options);
    parser.push(Buffer.from(`${alive.slice(0, 60)}\nWhat?\n`), sink);
    for (let count = 0; count < 5; count++) parser.push(Buffer.alloc(1_000_000, 'long '), sink);
    parser.end(sink);
    expect(told).toEqual([
      ['cut short', alive.slice(0, 60)],
      ['foreign text', 'What?'],
      ['too long', 'long '.repeat(52).slice(0, 256)],
    ]);
  });

  test.each([
    ['', 'empty'],
    [alive.slice(0, -24), 'cut short'],
    [HEAD.slice(0, -1), 'cut short'],
    ['Apr', 'cut short'],
    [`${HEAD}Billing-Acc`, 'cut short'],
    [`${alive.slice(0, 60)}\0\0${alive.slice(62)}`, 'NUL byte'],
    [`${HEAD}Billing: \0 TASK`, 'NUL byte'],
    [`${alive} xxxxxxxx`, 'text after the end'],
    [`${alive}x`, 'text after the end'],
    [`${skipped}x`, 'text after the end'],
    [`${alive.slice(0, 50)}\xef\xbf\xbd\xd0\x98${alive.slice(50)}`, 'foreign text'],
    [alive.slice(5) + alive, 'foreign text'],
    [alive.replace('Apr 30', 'Apr 31'), 'impossible date'],
    [alive.replace('Apr', 'Xyz'), 'impossible date'],
    [accounting('Start', ',0,1,2,3'), 'foreign text'],
    [accounting('Stop', ''), 'foreign text'],
    [alive.slice(0, 300) + alive, 'foreign text'],
    [alive.replace('Accounting', 'AcXXcounting'), 'foreign text'],
    ['Zebra', 'foreign text'],
    ['Apr 30 00:11:26 something else', 'foreign text'],
    [HEAD, 'cut short'],
    [`${HEAD}Billing: no`, 'cut short'],
    [other.slice(0, -1), 'cut short'],
    [other.slice(0, 50), 'cut short'],
    [`${other} x`, 'text after the end'],
    [`${other.replace('0000b1f97e990824', '0000123456789012')} x`, 'text after the end'],
    [`${task} x`, 'text after the end'],
    [authentication.replace('delay 0.070321', 'delay 0.0703211234'), 'text after the end'],
  ])('%j', (line, reason) => {
    expect(parse(`${line}\n`)).toEqual([reason]);
  });
});

describe('dates', () => {
  const times = (zone: string, reference: string, ...dates: string[]) =>
    parse(dates.map((date) => `${date} rad radiusd: [00001] Billing: no TASK\n`).join(''), {
      zone,
      reference: utc(reference),
    }).map((time) => new Date(time as number).toISOString().slice(0, 19));

  test('take the year that brings them nearest, over the end of a year both ways', () => {
    expect(times('UTC', '2021-01-01T00:10:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01')).toEqual([
      '2020-12-31T23:59:59',
      '2021-01-01T00:00:01',
    ]);
    expect(times('UTC', '2024-12-31T23:00:00', 'Jan  1 00:00:01')).toEqual(['2025-01-01T00:00:01']);
  });

  test('Feb 29 is in the nearest leap year only', () => {
    expect(times('UTC', '2025-01-01T00:00:00', 'Feb 29 12:00:00')).toEqual(['2024-02-29T12:00:00']);
    expect(
      parse('Feb 29 12:00:00 rad radiusd: [00001] Billing: no TASK\n', {
        zone: 'UTC',
        reference: utc('2026-06-01T00:00:00'),
      }),
    ).toEqual(['impossible date']);
  });

  test('the accounting lines of a file give its year', () => {
    const [record] = parse(`${alive}\n`, { ...options, reference: utc('2026-01-01T00:00:00') }) as AccountingRecord[];
    expect(record?.time).toBe(utc('2020-04-29T20:11:26'));
    expect(billingRadius.reference(Buffer.from(`${task}\n${alive}\n`), 'Europe/Ulyanovsk')).toBe(
      utc('2020-04-29T20:11:25'),
    );
    expect(billingRadius.reference(Buffer.from(task), 'UTC')).toBeUndefined();
  });

  describe('of the second of a line before', () => {
    const day = (line: string, year: number) => line.replace('2020.04.30 ', `${year}.04.30 `);
    const timesOf = (parser: Parser, text: string) =>
      callsOf(parser, [Buffer.from(text)]).map((call) => new Date((call as AccountingRecord).time).getUTCFullYear());

    test('are not those of another file', () => {
      const parser = createParser(options);
      callsOf(parser, [Buffer.from(`${alive}\n`)]);
      parser.renew?.({ ...options, reference: utc('2015-05-01T00:00:00') });
      expect(timesOf(parser, `${authentication}\n${alive}\n${alive}\n`)).toEqual([2015, 2020, 2020]);
    });

    test('are not those of another file in the same minute either', () => {
      const parser = createParser(options);
      const minute = alive.slice(0, 'Apr 30 00:11:26'.length);
      callsOf(parser, [Buffer.from(`${alive}\n`)]);
      parser.renew?.({ ...options, reference: utc('2015-05-01T00:00:00') });
      const request = minute + authentication.slice(minute.length);
      expect(timesOf(parser, `${request}\n${alive}\n`)).toEqual([2015, 2020]);
    });

    test('are in another year after a long line that tells it', () => {
      const long = day(alive, 2010).replace('HDSLAM56', 'x'.repeat(140_000));
      const text = `${alive}\n${long}\n${authentication}\n${alive}\n`;
      expect(timesOf(createParser(options), text)).toEqual([2020, 2010, 2010, 2020]);
      const parser = createParser(options);
      parser.room?.set(Buffer.from(text));
      expect(callsOf(parser, [parser.room!.subarray(0, text.length)])).toEqual(parse(text));
    });
  });

  test('a repeated hour is read twice, in spite of a little disorder', () => {
    const wall = [
      'Oct 25 02:00:00',
      'Oct 25 02:59:59',
      'Oct 25 02:00:00',
      'Oct 25 02:59:59',
      'Oct 25 02:00:01',
      'Oct 25 02:30:00',
      'Oct 25 02:59:58',
      'Oct 25 03:00:00',
    ];
    expect(times('Europe/Berlin', '2026-10-25T00:00:00', ...wall)).toEqual([
      '2026-10-25T00:00:00',
      '2026-10-25T00:59:59',
      '2026-10-25T01:00:00',
      '2026-10-25T00:59:59',
      '2026-10-25T01:00:01',
      '2026-10-25T01:30:00',
      '2026-10-25T01:59:58',
      '2026-10-25T02:00:00',
    ]);
  });

  test('a time left out by the change of clocks is read with the offset before', () => {
    expect(times('Europe/Berlin', '2026-03-29T00:00:00', 'Mar 29 02:30:00')).toEqual(['2026-03-29T01:30:00']);
  });
});

describe('a message of syslog becomes the line of a file', () => {
  const message = {
    time: utc('2020-04-29T20:11:26'),
    host: 'rad',
    tag: 'radiusd',
    text: alive.slice(HEAD.indexOf('[')),
  };
  const line = (text: string) => billingRadius.lineOfSyslog?.({ ...message, text }, zone('Europe/Ulyanovsk'));

  test('with the header that the file would have', () => {
    expect(line(message.text)).toBe(alive);
  });

  test('or is one already, where a relay reads the file', () => {
    expect(line(alive)).toBe(alive);
  });
});
