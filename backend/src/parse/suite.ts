import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../model/accounting.ts';
import type { LogFormat, Parser, ParserOptions } from '../model/contracts/parser.ts';

/** A record that may be kept: its parser may fill it again, and may make its texts only when asked. */
export function keptRecord(record: AccountingRecord): AccountingRecord {
  const { kind, time, login, failed, status, failure, statusType, direction, nas, sessionId } = record;
  const { sessionSeconds, inputOctets, outputOctets, octetsWrap, delaySeconds, loginOctets } = record;
  if (loginOctets) {
    const { bytes, start, end } = loginOctets;
    expect(Buffer.from(bytes.subarray(start, end)).toString('latin1')).toBe(login);
  }
  return {
    ...{ kind, time, login, loginOctets: undefined, failed, status, failure, statusType, direction, nas, sessionId },
    ...{ sessionSeconds, inputOctets, outputOctets, octetsWrap, delaySeconds },
  };
}

/** All that a parser told its sink, in order. */
export function parseAll(format: LogFormat, chunks: readonly Uint8Array[], options: ParserOptions): unknown[] {
  return callsOf(format.create(options), chunks);
}

/** The same of a parser that was made already. */
export function callsOf(parser: Parser, chunks: readonly Uint8Array[]): unknown[] {
  const calls: unknown[] = [];
  const sink = {
    record: (record: AccountingRecord) => calls.push(keptRecord(record)),
    other: (time: number) => calls.push(time),
    unreadable: (reason: string) => calls.push(reason),
  };
  for (const chunk of chunks) parser.push(chunk, sink);
  parser.end(sink);
  return calls;
}

/** The tests every parser passes. `lines` are readable lines of the format, without line feeds. */
export function parserSuite(format: LogFormat, lines: readonly string[], options: ParserOptions): void {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const parse = (...chunks: Uint8Array[]) => parseAll(format, chunks, options);
  const text = `${lines.join('\n')}\n`;
  const whole = parse(bytes(text));

  describe(`the parser contract: ${format.type}`, () => {
    test('every line is told once', () => {
      expect(whole).toHaveLength(lines.length);
      for (const call of whole) expect(typeof call).not.toBe('string');
    });

    test('any chunking gives the same calls', () => {
      const cuts = fc.array(fc.nat({ max: text.length }), { maxLength: 40 });
      fc.assert(
        fc.property(cuts, (positions) => {
          const edges = [0, ...positions.toSorted((a, b) => a - b), text.length];
          const chunks = edges.slice(1).map((end, index) => bytes(text.slice(edges[index], end)));
          expect(parse(...chunks)).toEqual(whole);
        }),
      );
    });

    test('a chunk may be overwritten after it was pushed', () => {
      const parser = format.create(options);
      const calls: unknown[] = [];
      const note = (call: unknown) => calls.push(call);
      const sink = { record: (record: AccountingRecord) => note(keptRecord(record)), other: note, unreadable: note };
      const all = bytes(text);
      const buffer = Buffer.alloc(50);
      for (let start = 0; start < all.length; start += buffer.length) {
        const length = all.copy(buffer, 0, start);
        parser.push(buffer.subarray(0, length), sink);
      }
      parser.end(sink);
      expect(calls).toEqual(whole);
    });

    test('a CR before the line feed and a missing last line feed change nothing', () => {
      expect(parse(bytes(text.replaceAll('\n', '\r\n')))).toEqual(whole);
      expect(parse(bytes(text.slice(0, -1)))).toEqual(whole);
    });

    test('no octets make it throw, and every line feed ends a line', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
          const feeds = noise.filter((octet) => octet === 10).length;
          const open = noise.length > 0 && noise.at(-1) !== 10 ? 1 : 0;
          expect(parse(noise)).toHaveLength(feeds + open);
        }),
      );
    });

    test('damage to one line leaves the others as they are', () => {
      fc.assert(
        fc.property(
          fc.nat({ max: lines.length - 1 }),
          fc.nat(),
          fc.uint8Array({ maxLength: 8 }),
          (index, at, noise) => {
            const line = lines[index]!;
            const place = at % (line.length + 1);
            const inside = Buffer.from(noise).toString('latin1').replaceAll('\n', '');
            const damaged = lines.with(index, line.slice(0, place) + inside + line.slice(place));
            const calls = parse(bytes(`${damaged.join('\n')}\n`));
            expect(calls).toHaveLength(whole.length);
            expect(calls.slice(0, index)).toEqual(whole.slice(0, index));
          },
        ),
      );
    });

    test('a line of many megabytes is told as too long and the next one is read', () => {
      const huge = Array.from({ length: 5 }, () => Buffer.alloc(1_000_000, 'x'));
      expect(parse(...huge, bytes('\n'), bytes(text))).toEqual(['too long', ...whole]);
    });
  });
}
