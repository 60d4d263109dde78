import { expect, test } from 'vitest';
import { createMethod } from './method.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
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
const priors = method.priors();

test('what is written is read again, series by series', () => {
  expect(readSnapshot(writeSnapshot({ horizon: 24, priors, known }), { horizon: 24, priors })).toEqual(known);
});

test('series read from one snapshot do not touch each other', () => {
  const read = readSnapshot(writeSnapshot({ horizon: 24, priors, known }), { horizon: 24, priors });
  method.observe(read.get('one')!, START + HOURS * series.step, 1e6);
  expect(read.get('other')).toEqual(state);
});

test('it does not matter where in a buffer the bytes lie', () => {
  const bytes = writeSnapshot({ horizon: 24, priors, known });
  for (let offset = 1; offset <= 4; offset++) {
    const moved = new Uint8Array(bytes.length + offset).subarray(offset);
    moved.set(bytes);
    expect(readSnapshot(moved, { horizon: 24, priors })).toEqual(known);
  }
});

test('a snapshot of another horizon or of other priors is refused by code, and says so', () => {
  const bytes = writeSnapshot({ horizon: 24, priors, known });
  const code = 'FORECAST_SNAPSHOT_UNREADABLE';
  const refused = (message: RegExp) => expect.objectContaining({ code, message: expect.stringMatching(message) });
  expect(() => readSnapshot(bytes, { horizon: 48, priors })).toThrow(refused(/horizon 24; expected .* horizon 48/));
  expect(() => readSnapshot(bytes, { horizon: 24, priors: priors + 1 })).toThrow(refused(/other priors/));
});
