import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, double, float32Array, integer, property } from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Priors, readPriors, writePriors } from './priors.ts';

const folder = mkdtempSync(join(tmpdir(), 'priors-'));
const path = join(folder, 'some.priors');
afterAll(() => rmSync(folder, { recursive: true }));

const array = (...values: number[]) => Float32Array.from(values);

const priors = (lastLayer: Float32Array, loss: number): Priors => ({
  net: {
    inputs: 2,
    hidden1: 1,
    hidden2: 1,
    outputs: 1,
    mean: array(0.1, -2),
    deviation: array(1, 1e-30),
    skip: array(3, 4),
    first: array(5, 6),
    firstBias: array(-0),
    second: array(7),
    secondBias: array(8),
    output: array(9),
    outputBias: array(1e30),
  },
  lastLayer,
  direct: {
    networks: { gram: array(1, 2, 3), moment: array(4, 5), weights: array(10) },
    smooth: { gram: array(), moment: array(6), weights: array(11, 12) },
  },
  corrections: array(13, 14),
  autoregression: { gram: array(7), moment: array(8) },
  losses: { 'same hour yesterday': [loss, 1], net: [] },
  growth: [1.5, loss],
});

function written(value: Priors): Priors {
  writeFileSync(path, writePriors(value));
  return readPriors(path);
}

test('what is written is read again, to the last bit', () => {
  const numbers = float32Array({ noNaN: true, maxLength: 50 });
  assert(
    property(numbers, double({ min: 0, max: 1e9, noNaN: true }), (lastLayer, loss) => {
      const value = priors(lastLayer, loss);
      expect(written(value)).toEqual(value);
    }),
  );
});

test('an array that is a part of a larger one is written as that part', () => {
  const part = array(1, 2, 3, 4).subarray(1, 3);
  expect(written(priors(part, 1)).lastLayer).toEqual(array(2, 3));
});

const sound = writePriors(priors(array(1, 2, 3), 1));
/** Where the numbers begin: after a line that names the file, its checksum and a line that names the arrays. */
const dataAt = [1, 2, 3].reduce((at) => sound.indexOf(10, at) + 1, 0);

function expectRefused(bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  expect(() => readPriors(path)).toThrow(/some\.priors is damaged: .*install/);
}

/** The sound file with one bit flipped. */
function flipped(place: number, bit: number): Uint8Array {
  const bytes = Uint8Array.from(sound);
  bytes[place]! ^= 1 << bit;
  return bytes;
}

const anyBit = integer({ min: 0, max: 7 });

test('a file whose numbers are damaged, cut off or longer is refused, with its name and what to do', () => {
  assert(
    property(integer({ min: dataAt, max: sound.length - 1 }), anyBit, (place, bit) => {
      expectRefused(flipped(place, bit));
    }),
  );
  for (const length of [0, 5, 20, 40, dataAt, sound.length - 1]) expectRefused(sound.subarray(0, length));
  expectRefused(Buffer.concat([sound, Buffer.of(0)]));
});

test('a file whose text is damaged is refused the same way', () => {
  assert(property(integer({ min: 0, max: dataAt - 1 }), anyBit, (place, bit) => expectRefused(flipped(place, bit))));
});

test('a file of something else is refused, with its name and what to do', () => {
  for (const text of ['', '\n', '{"a": 1}\n', 'presage priors 2\n0\n{}\n', 'presage priors 1\nx\n{}\n']) {
    writeFileSync(path, text);
    expect(() => readPriors(path)).toThrow(/some\.priors is damaged: .*install/);
  }
});

test('the file that comes with the program is sound', () => {
  const own = new URL('service.priors', import.meta.url);
  const { net, losses, growth } = readPriors(own);
  expect(net.first).toHaveLength(net.inputs * net.hidden1);
  expect(
    Object.values(losses)
      .flat()
      .every((loss) => loss > 0),
  ).toBe(true);
  expect(growth).toHaveLength(6);
  expect(growth.every((factor, day) => factor > (growth[day - 1] ?? 0.5))).toBe(true);
  expect(writePriors(readPriors(own))).toEqual(readFileSync(own));
});
