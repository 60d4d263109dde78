import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameReader, LONGEST_MESSAGE } from './framing.ts';

/** What a stream in these chunks holds: messages, 'too long', and how it ended. */
function read(chunks: readonly Buffer[]): string[] {
  const told: string[] = [];
  const frames = frameReader({
    message: (octets) => told.push(octets.toString('latin1')),
    tooLong: () => told.push('too long'),
  });
  for (const chunk of chunks) if (!frames.push(chunk)) return [...told, 'broken'];
  return frames.end() ? told : [...told, 'cut'];
}
const bytes = (text: string) => Buffer.from(text, 'latin1');
const counted = (...messages: string[]) => messages.map((message) => `${message.length} ${message}`).join('');

/** A text in chunks: cut at these places. */
function cut(text: string, places: readonly number[]): Buffer[] {
  const edges = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return edges.slice(1).map((end, index) => bytes(text.slice(edges[index], end)));
}
const places = fc.array(fc.nat({ max: 200_000 }), { maxLength: 30 });
const octet = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));

describe('octet counting', () => {
  test('any messages in any chunks come as they were sent', () => {
    const message = fc.string({ unit: octet, minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.array(message), places, (messages, at) => {
        expect(read(cut(counted(...messages), at))).toEqual(messages);
      }),
    );
  });

  test('a message too long is passed over, and the next is read', () => {
    const text = counted('a', 'x'.repeat(LONGEST_MESSAGE + 1), 'b', 'x'.repeat(LONGEST_MESSAGE));
    fc.assert(
      fc.property(places, (at) => {
        expect(read(cut(text, at))).toEqual(['a', 'too long', 'b', 'x'.repeat(LONGEST_MESSAGE)]);
      }),
      { numRuns: 30 },
    );
  });

  test('a line feed behind a message that is not counted is passed over', () => {
    expect(read([bytes('1 a\n1 b\n')])).toEqual(['a', 'b']);
  });

  test.each(['1 ax', '01 a', '1x', '9999999999 a', '1234567890'])('%s is given up', (text) => {
    expect(read([bytes(text)]).at(-1)).toBe('broken');
  });

  test.each(['5 abc', '5', '70000 abc'])('%s at the end of the stream is a message cut short', (text) => {
    expect(read([bytes(text)]).at(-1)).toBe('cut');
  });
});

describe('line feeds', () => {
  const line = fc.string({ unit: octet, minLength: 1, maxLength: 60 }).map((text) => text.replaceAll('\n', ' '));

  test('any lines in any chunks come as they were sent, the last one without its line feed too', () => {
    fc.assert(
      fc.property(fc.array(line), places, fc.boolean(), (lines, at, isOpen) => {
        const text = ['<13>begin', ...lines].join('\n') + (isOpen ? '' : '\n');
        expect(read(cut(text, at))).toEqual(['<13>begin', ...lines]);
      }),
    );
  });

  test('a line too long is passed over, and the next is read', () => {
    const longest = `<${'x'.repeat(LONGEST_MESSAGE - 1)}`;
    const text = `<1>a\n${longest}x\n\n<1>b\n${longest}\n`;
    fc.assert(
      fc.property(places, (at) => {
        expect(read(cut(text, at))).toEqual(['<1>a', 'too long', '<1>b', longest]);
      }),
      { numRuns: 30 },
    );
  });
});

test('no octets make it throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
      read(chunks.map((chunk) => Buffer.from(chunk)));
    }),
  );
});

test('a chunk may be overwritten after it was pushed', () => {
  const told: string[] = [];
  const frames = frameReader({ message: (octets) => told.push(octets.toString('latin1')), tooLong() {} });
  const buffer = Buffer.alloc(4);
  for (const part of ['<1>o', 'ne\n<', '1>tw', 'o\n  ']) {
    buffer.write(part, 'latin1');
    frames.push(buffer);
  }
  expect(told).toEqual(['<1>one', '<1>two']);
});
