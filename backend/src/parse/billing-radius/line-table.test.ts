import { expect, test } from 'vitest';
import { createParser } from './billing-radius.ts';
import { LineTable, UNEXPECTED } from './line-table.ts';
import { BillingRecord } from './record.ts';
import { sampleLines } from './samples.ts';

/** The rows of a text, and where its lines end. */
function rowsOf(text: string) {
  const table = new LineTable();
  const bytes = Buffer.from(text, 'latin1');
  expect(table.load(bytes, 0, bytes.length)).toBe(bytes.length);
  const kinds: number[] = [];
  const ends: number[] = [];
  for (let rows = table.scan(); rows > 0; rows = table.scan()) {
    for (let row = 0; row < rows; row++) {
      kinds.push(table.kinds[row]!);
      ends.push(table.lineEnd(row));
    }
  }
  return { table, kinds, ends };
}

/** Lines that are left to the grammar: noise, no login. */
const LEFT = /TASK$|\/0 {2}via/;

test.each(sampleLines.map((line) => [line, LEFT.test(line)] as const))(
  '%j is left to the grammar: %j',
  (line, left) => {
    const { kinds, ends } = rowsOf(`${line}\n`);
    expect(ends).toEqual([line.length + 1]);
    expect(kinds[0] === UNEXPECTED).toBe(left);
  },
);

test('what a line does not carry is not left over from the one before', () => {
  const [alive, , start, , skipped] = sampleLines as [string, string, string, string, string];
  const { table, kinds } = rowsOf(`${alive}\n${start}\n${skipped}\n`);
  expect(kinds).not.toContain(UNEXPECTED);
  const record = new BillingRecord(table);
  record.take(1);
  expect(record).toMatchObject({ statusType: 'Start', direction: undefined });
  expect([record.inputOctets, record.outputOctets, record.sessionSeconds]).toEqual([undefined, undefined, undefined]);
  record.take(2);
  expect([record.kind, record.login, record.status]).toEqual(['skipped', 'b@dhcp', 'OK Skiped due to traffic limit']);
  expect([record.statusType, record.nas, record.sessionId]).toEqual([undefined, undefined, undefined]);
  expect([record.delaySeconds, record.failed, record.failure]).toEqual([undefined, false, undefined]);
});

test('a row is used again for another line and keeps nothing of it', () => {
  const table = new LineTable();
  const record = new BillingRecord(table);
  const [alive, , , , skipped] = sampleLines as [string, string, string, string, string];
  for (const line of [alive, skipped]) {
    const bytes = Buffer.from(`${line}\n`, 'latin1');
    table.load(bytes, 0, bytes.length);
    table.scan();
  }
  record.take(0);
  expect([record.kind, record.nas, record.sessionId, record.statusType]).toEqual([
    'skipped',
    ...Array(3).fill(undefined),
  ]);
  expect([record.delaySeconds, record.inputOctets, record.direction]).toEqual([undefined, undefined, undefined]);
});

test('more lines than there are rows are told one after another', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => 'x'.repeat(index % 7));
  const { ends } = rowsOf(`${lines.join('\n')}\n`);
  let end = 0;
  expect(ends).toEqual(lines.map(({ length }) => (end += length + 1)));
});

test('a line that finds no room is not taken', () => {
  const long = Buffer.from(`${'x'.repeat(200_000)}\n`);
  expect(new LineTable().load(long, 0, long.length)).toBe(0);
  const text = Buffer.from(`short\n${'x'.repeat(200_000)}\n`);
  expect(new LineTable().load(text, 0, text.length)).toBe('short\n'.length);
});

test('in the room all lines find place, and are told where they stand in it', () => {
  const table = new LineTable();
  const text = `${sampleLines[0]}\n${'x'.repeat(200_000)}\n${sampleLines[0]}\n`;
  const place = table.room.subarray(1000, 1000 + text.length);
  place.set(Buffer.from(text, 'latin1'));
  const bytes = Buffer.from(place.buffer, place.byteOffset, place.length);
  const start = sampleLines[0]!.length + 1;
  expect(table.load(bytes, start, bytes.length)).toBe(text.length);
  expect(table.scan()).toBe(2);
  expect([table.lineStart(0), table.lineStart(1), table.lineEnd(1)]).toEqual([start, start + 200_001, text.length]);
  const record = new BillingRecord(table);
  record.take(1);
  expect(record.login).toBe('CkoLpb28c@pppoe');
});

test('a line that is not as expected leaves the clock as it was', () => {
  const parser = createParser({ zone: 'Europe/Ulyanovsk', reference: Date.parse('2020-05-01T00:00:00Z') });
  const sink = { record() {}, other() {}, unreadable() {} };
  parser.push(Buffer.from(`${sampleLines[0]!.replace('Framed', 'framed')}\n`), sink);
  expect(parser.clock).toBeUndefined();
});
