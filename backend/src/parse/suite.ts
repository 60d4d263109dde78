import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countRecord, emptyBucket } from '../aggregate/hours.ts';
import type { AccountingRecord, OctetRange } from '../model/accounting.ts';
import { type AccountingRun, eachOf, KINDS, STATUS_TYPES } from '../model/accounting-run.ts';
import type { LogFormat, Parser, ParserOptions } from '../model/contracts/parser.ts';

/** A record that may be kept: its parser may fill it again, and may make its texts only when asked. */
export function keptRecord(record: AccountingRecord): AccountingRecord {
  const { kind, time, login, failed, status, failure, statusType, direction, nas, sessionId } = record;
  const { sessionSeconds, inputOctets, outputOctets, octetsWrap, delaySeconds, loginOctets, proxy } = record;
  if (loginOctets) {
    const { bytes, start, end } = loginOctets;
    expect(Buffer.from(bytes.subarray(start, end)).toString('latin1')).toBe(login);
  }
  return {
    ...{ kind, time, login, loginOctets: undefined, failed, status, failure, statusType, direction, nas, sessionId },
    ...{ sessionSeconds, inputOctets, outputOctets, octetsWrap, delaySeconds },
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** A sink that notes all it is told, in order. */
const noting = (calls: unknown[]) => ({
  record: (record: AccountingRecord) => void calls.push(keptRecord(record)),
  other: (time: number) => void calls.push(time),
  unreadable: (reason: string) => void calls.push(reason),
});

/** The same, which gets runs and notes their entries. */
const notingRuns = (calls: unknown[]) => {
  const sink = noting(calls);
  return {
    ...sink,
    run(run: AccountingRun) {
      let index = run.from;
      const times: number[] = [];
      const sums = [emptyBucket(), emptyBucket()] as const;
      const middle = Math.floor((run.from + run.to) / 2);
      eachOf(run, {
        record(record) {
          expect(run.time(index)).toBe(record.time);
          countRecord(sums[index < middle ? 0 : 1], record);
          expect(columnsOf(run, index)).toEqual(columnsOfRecord(record));
          expect(textOf(run.login(index))).toBe(record.login);
          times.push(record.time);
          index++;
          sink.record(record);
        },
        other(time) {
          expect(columnsOf(run, index)).toEqual(NO_EVENT_COLUMNS);
          times.push(time);
          index++;
          sink.other(time);
        },
      });
      expect([index, Math.min(...times), Math.max(...times)]).toEqual([run.to, run.oldest, run.newest]);
      // In any order, and back and forth.
      expect(times.map((_, place) => run.time(run.to - 1 - place)).reverse()).toEqual(times);
      expect([sumsOf(run, run.from, middle), sumsOf(run, middle, run.to)]).toEqual(sums);
    },
  };
};

/** What a run adds to sums of nothing. */
function sumsOf(run: AccountingRun, from: number, to: number) {
  const sums = emptyBucket();
  run.addTo(sums, from, to);
  return sums;
}

const textOf = ({ bytes, start, end }: OctetRange) => Buffer.from(bytes.subarray(start, end)).toString('latin1');

/** What the columns of a run tell of an entry. */
const columnsOf = ({ columns }: AccountingRun, index: number) => ({
  kind: KINDS[columns.kinds[index]!],
  statusType: STATUS_TYPES[columns.statusTypes[index]!],
  failed: columns.failed[index],
  octets: [columns.hasOctets[index], columns.inputOctets[index], columns.outputOctets[index]],
});

const NO_EVENT_COLUMNS = { kind: undefined, statusType: undefined, failed: 0, octets: [0, 0, 0] };

/** The same of a record. */
function columnsOfRecord(record: AccountingRecord) {
  const { kind, statusType, failed, inputOctets, outputOctets } = record;
  return {
    ...{ kind, statusType, failed: Number(failed) },
    octets: [Number(inputOctets !== undefined && outputOctets !== undefined), inputOctets ?? 0, outputOctets ?? 0],
  };
}

/** All that a parser told its sink, in order. */
export function parseAll(format: LogFormat, chunks: readonly Uint8Array[], options: ParserOptions): unknown[] {
  return callsOf(format.create(options), chunks);
}

/** The same of a parser that was made already; with `inRuns` its sink gets runs. */
export function callsOf(parser: Parser, chunks: readonly Uint8Array[], { inRuns = false } = {}): unknown[] {
  const calls: unknown[] = [];
  const sink = inRuns ? notingRuns(calls) : noting(calls);
  for (const chunk of chunks) parser.push(chunk, sink);
  parser.end(sink);
  return calls;
}

/**
 * The tests every parser passes. `entries` are readable entries of the format, at least two, without what ends them: the
 * line feed, or where entries have several lines, what `ending` is.
 */
export function parserSuite(
  format: LogFormat,
  entries: readonly string[],
  options: ParserOptions,
  ending = '\n',
): void {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const parse = (...chunks: Uint8Array[]) => parseAll(format, chunks, options);
  const textOf = (parts: readonly string[]) => parts.map((part) => part + ending).join('');
  const text = textOf(entries);
  const whole = parse(bytes(text));
  const cuts = fc.array(fc.nat(), { maxLength: 40 });
  const chunksOf = (content: Buffer, positions: readonly number[]) => {
    const inside = positions.map((position) => position % (content.length + 1));
    const edges = [0, ...inside.toSorted((a, b) => a - b), content.length];
    return edges.slice(1).map((end, index) => content.subarray(edges[index], end));
  };
  /** The entries with some octets put into one of them, line feeds not among these. */
  const damage = fc
    .tuple(fc.nat({ max: entries.length - 1 }), fc.nat(), fc.uint8Array({ maxLength: 8 }))
    .map(([index, at, noise]) => {
      const entry = entries[index]!;
      const place = at % (entry.length + 1);
      const inside = Buffer.from(noise).toString('latin1').replaceAll('\n', '');
      return { index, damaged: entries.with(index, entry.slice(0, place) + inside + entry.slice(place)) };
    });

  describe(`the parser contract: ${format.type}`, () => {
    test('every entry is told once', () => {
      expect(whole).toHaveLength(entries.length);
      for (const call of whole) expect(typeof call).not.toBe('string');
    });

    test('any chunking gives the same calls', () => {
      fc.assert(
        fc.property(cuts, (positions) => {
          expect(parse(...chunksOf(bytes(text), positions))).toEqual(whole);
        }),
      );
    });

    test('a sink that takes runs is told the same', () => {
      fc.assert(
        fc.property(cuts, damage, (positions, { damaged }) => {
          const content = bytes(textOf(damaged));
          const chunks = chunksOf(content, positions);
          expect(callsOf(format.create(options), chunks, { inRuns: true })).toEqual(parse(content));
        }),
      );
    });

    test('a chunk may be overwritten after it was pushed', () => {
      const parser = format.create(options);
      const calls: unknown[] = [];
      const sink = noting(calls);
      const all = bytes(text);
      const buffer = Buffer.alloc(50);
      for (let start = 0; start < all.length; start += buffer.length) {
        const length = all.copy(buffer, 0, start);
        parser.push(buffer.subarray(0, length), sink);
      }
      parser.end(sink);
      expect(calls).toEqual(whole);
    });

    test('a parser that begins anew knows nothing of what it has read', () => {
      const parser = format.create({ ...options, reference: options.reference - 2e11 });
      if (!parser.renew) return;
      callsOf(parser, [bytes(text)]);
      parser.push(bytes(entries[0]! + ending + text.slice(0, 20)), noting([]));
      parser.renew(options);
      expect([parser.pending, parser.clock]).toEqual([0, undefined]);
      expect(callsOf(parser, [bytes(text)])).toEqual(whole);
    });

    test('octets that stand in its room are told as others are, wherever those before them stood', () => {
      fc.assert(
        fc.property(cuts, damage, fc.infiniteStream(fc.boolean()), (positions, { damaged }, places) => {
          const content = bytes(textOf(damaged));
          const parser = format.create(options);
          const { room } = parser;
          if (!room) return;
          const calls: unknown[] = [];
          const sink = noting(calls);
          for (const chunk of chunksOf(content, positions)) {
            const isInRoom = places.next().value!;
            if (isInRoom) room.set(chunk);
            parser.push(isInRoom ? room.subarray(0, chunk.length) : chunk, sink);
            room.fill(0);
          }
          parser.end(sink);
          expect(calls).toEqual(parse(content));
        }),
      );
    });

    test('a CR before the line feed and a missing last line feed change nothing', () => {
      expect(parse(bytes(text.replaceAll('\n', '\r\n')))).toEqual(whole);
      expect(parse(bytes(text.slice(0, -1)))).toEqual(whole);
      expect(parse(bytes(text.slice(0, -ending.length)))).toEqual(whole);
    });

    test('another parser goes on where what is pending begins', () => {
      fc.assert(
        fc.property(fc.nat({ max: text.length }), (cut) => {
          const calls: unknown[] = [];
          const sink = noting(calls);
          const first = format.create(options);
          first.push(bytes(text.slice(0, cut)), sink);
          const { clock, pending, memory } = first;
          const second = format.create({
            ...options,
            ...(clock === undefined ? {} : { clock }),
            ...(memory === undefined ? {} : { memory: JSON.parse(JSON.stringify(memory)) }),
          });
          second.push(bytes(text.slice(cut - pending)), sink);
          second.end(sink);
          expect(calls).toEqual(whole);
          expect(pending).toBeLessThan(Math.max(...entries.map(({ length }) => length)) + ending.length);
        }),
      );
    });

    test('no octets make it throw, and however they come, they are told alike', () => {
      const octets = fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        damage.map(({ damaged }) => bytes(textOf(damaged))),
      );
      fc.assert(
        fc.property(octets, cuts, (noise, positions) => {
          const calls = parse(noise);
          expect(parse(...chunksOf(Buffer.from(noise), positions))).toEqual(calls);
          if (ending !== '\n') return;
          const feeds = noise.filter((octet) => octet === 10).length;
          const open = noise.length > 0 && noise.at(-1) !== 10 ? 1 : 0;
          expect(calls).toHaveLength(feeds + open);
        }),
      );
    });

    test('damage to one entry leaves the others as they are', () => {
      fc.assert(
        fc.property(damage, ({ index, damaged }) => {
          const calls = parse(bytes(textOf(damaged)));
          expect(calls).toHaveLength(whole.length);
          expect(calls.slice(0, index)).toEqual(whole.slice(0, index));
        }),
      );
    });

    test('a line of many megabytes is told as too long and the next entry is read', () => {
      const huge = Array.from({ length: 5 }, () => Buffer.alloc(1_000_000, 'x'));
      expect(parse(...huge, bytes(ending), bytes(text))).toEqual(['too long', ...whole]);
    });
  });
}
