import { expect, test } from 'vitest';
import { createMethod } from './method.ts';
import { readSnapshot, type Setting, writeSnapshot } from './snapshot.ts';
import { readParts } from './snapshot-parts.ts';
import { hourlySeries, rhythm, START } from './suite.ts';

const HOURS = 60;
const method = createMethod({ horizon: 24 });
const series = hourlySeries('x');
const state = method.newSeries(series);
for (let hour = 0; hour < HOURS; hour++) method.observe(state, START + hour * series.step, rhythm(hour));
const known = new Map([
  ['one', state],
  ['young', method.newSeries(series)],
  ['other', structuredClone(state)],
]);
const setting: Setting = { horizon: 24, priors: method.priors(), zone: 'UTC' };
const written = (series = known) => Buffer.concat([...writeSnapshot(setting, series)]);

test('what is written is read again, series by series', () => {
  expect(readSnapshot(written(), setting)).toEqual(known);
});

test('series read from one snapshot do not touch each other', () => {
  const read = readSnapshot(written(), setting);
  method.observe(read.get('one')!, START + HOURS * series.step, 1e6);
  expect(read.get('other')).toEqual(state);
});

test('it does not matter where in a buffer the bytes lie', () => {
  const bytes = written();
  for (let offset = 1; offset <= 8; offset++) {
    const moved = new Uint8Array(bytes.length + offset).subarray(offset);
    moved.set(bytes);
    expect(readSnapshot(moved, setting)).toEqual(known);
  }
});

test('many series are many parts, and every one of them is read again, by the shard that it belongs to', () => {
  const many = new Map(Array.from({ length: 1201 }, (_, index) => [`series ${index}`, method.newSeries(series)]));
  const bytes = written(many);
  expect(readParts(bytes).length).toBe(3);
  expect(readSnapshot(bytes, setting)).toEqual(many);
  const shards = [0, 1, 2].map((index) => readSnapshot(bytes, setting, { index, count: 3 }));
  expect(shards.reduce((sum, { size }) => sum + size, 0)).toBe(many.size);
  expect(new Map(shards.flatMap((shard) => [...shard]))).toEqual(many);
});

test('a snapshot that lacks a part is damaged, for the shard that would have it', () => {
  const many = new Map(Array.from({ length: 700 }, (_, index) => [`series ${index}`, method.newSeries(series)]));
  const parts = [0, 1].flatMap((index) => [...writeSnapshot(setting, many, { index, count: 2 })]);
  expect(parts).toHaveLength(4);
  const cut = Buffer.concat(parts.slice(0, 3));
  expect(() => readSnapshot(cut, setting)).toThrow(/damaged/);
  expect(() => readSnapshot(cut, setting, { index: 1, count: 2 })).toThrow(/damaged/);
  expect(readSnapshot(cut, setting, { index: 0, count: 2 }).size).toBeGreaterThan(0);
});

test('every byte of a snapshot counts', () => {
  const bytes = written(new Map([['young', method.newSeries(series)]]));
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Uint8Array.from(bytes);
    flipped[at]! ^= 4;
    expect(() => readSnapshot(flipped, setting), String(at)).toThrow(/the forecast snapshot is/);
  }
});

test('a snapshot of another horizon, of other priors or of another zone is refused by code, and says so', () => {
  const bytes = written();
  const code = 'FORECAST_SNAPSHOT_UNREADABLE';
  const refused = (message: RegExp) => expect.objectContaining({ code, message: expect.stringMatching(message) });
  const reading = (other: Partial<Setting>) => () => readSnapshot(bytes, { ...setting, ...other });
  expect(reading({ horizon: 48 })).toThrow(refused(/horizon 24; expected horizon 48/));
  expect(reading({ priors: setting.priors + 1 })).toThrow(refused(/other priors/));
  expect(reading({ zone: 'Asia/Tokyo' })).toThrow(refused(/zone UTC, the zone now is Asia.Tokyo/));
});
