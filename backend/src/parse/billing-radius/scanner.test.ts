import { expect, test } from 'vitest';
import { zone } from '../../model/zone.ts';
import { DateResolver } from './dates.ts';
import { UNEXPECTED } from './fields.ts';
import { BillingRecord } from './record.ts';
import { sampleLines } from './samples.ts';
import { LineScanner, SPARE } from './scanner.ts';

const scannerOf = (text: string) => {
  const dates = new DateResolver(zone('Europe/Ulyanovsk'), Date.parse('2020-05-01T00:00:00Z'), undefined);
  const record = new BillingRecord();
  const scanner = new LineScanner(dates, record);
  scanner.look(Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(SPARE)]));
  return { scanner, record, dates };
};

/** Lines that the scanner leaves to the grammar: noise, a bracket in the status, no login. */
const LEFT = /TASK$|ORA-|\/0 {2}via/;

test.each(sampleLines.filter((line) => !LEFT.test(line)))('%j is as expected', (line) => {
  const { scanner } = scannerOf(`${line}\n`);
  expect(scanner.scan(0)).toBe(line.length + 1);
});

test('what a line does not carry is not left over from the one before', () => {
  const [alive, , start, , skipped] = sampleLines as [string, string, string, string, string];
  const { scanner, record } = scannerOf(`${alive}\n${start}\n${skipped}\n`);
  const next = scanner.scan(scanner.scan(0));
  expect(record).toMatchObject({ statusType: 'Start', direction: undefined });
  expect([record.inputOctets, record.outputOctets, record.sessionSeconds]).toEqual([undefined, undefined, undefined]);
  scanner.scan(next);
  expect([record.kind, record.login, record.status]).toEqual(['skipped', 'b@dhcp', 'OK Skiped due to traffic limit']);
  expect([record.statusType, record.nas, record.sessionId]).toEqual([undefined, undefined, undefined]);
  expect([record.delaySeconds, record.failed, record.failure]).toEqual([undefined, false, undefined]);
});

test('a line that is not as expected leaves the clock as it was', () => {
  const { scanner, dates } = scannerOf(`${sampleLines[0]!.replace('Framed', 'framed')}\n`);
  expect(scanner.scan(0)).toBe(UNEXPECTED);
  expect(dates.newest).toBeNaN();
});
