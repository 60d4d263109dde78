import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterSample, CALM, type Levels, type Measured } from './hysteresis.ts';

const high: Levels = { sign: 1, raise: 90, clear: 80, expected: null };
const low: Levels = { sign: -1, raise: 10, clear: 20, expected: null };

function phases(values: readonly number[], levels: Levels, raiseAfter: number, clearAfter: number): string[] {
  let state: Measured = CALM;
  return values.map((value, time) => {
    state = afterSample(state, time, value, levels, { raiseAfter, clearAfter });
    return state.phase;
  });
}

describe('hysteresis', () => {
  test.each([
    ['raises after as many samples in a row', [91, 91], high, 'pending active'],
    ['a sample at the threshold is not beyond it', [90, 90], high, 'calm calm'],
    ['a sample in between begins the count anew', [91, 85, 91, 91], high, 'pending calm pending active'],
    ['clears after as many samples in a row', [91, 91, 80, 80], high, 'pending active clearing calm'],
    ['stays in the band', [91, 91, 81, 89, 81], high, 'pending active active active active'],
    ['goes back when it crosses again', [91, 91, 70, 95, 70, 70], high, 'pending active clearing active clearing calm'],
    ['the band holds up a clearing', [91, 91, 70, 85, 70, 70], high, 'pending active clearing clearing clearing calm'],
    ['works downwards too', [9, 9, 15, 20, 20], low, 'pending active active clearing calm'],
  ])('%s', (_name, values, levels, expected) => {
    expect(phases(values, levels, 2, 2).join(' ')).toBe(expected);
  });

  test('remembers the first sample beyond, also when it crosses again', () => {
    let state: Measured = CALM;
    for (const [time, value] of [85, 95, 95, 70, 95].entries()) {
      state = afterSample(state, time, value, high, { raiseAfter: 2, clearAfter: 2 });
    }
    expect(state).toEqual({ phase: 'active', count: 0, since: 1 });
  });

  test('values within the band never change whether it is open', () => {
    const band = fc.array(fc.double({ min: 80, max: 90, minExcluded: true, noNaN: true }), { maxLength: 30 });
    const before = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(before, band, fc.integer({ min: 1, max: 4 }), (first, inside, count) => {
        const all = phases([...first, ...inside], high, count, count);
        const open = all.map((phase) => phase === 'active' || phase === 'clearing');
        const atEntry = first.length > 0 && open[first.length - 1]!;
        expect(new Set(open.slice(first.length))).toEqual(new Set(inside.length > 0 ? [atEntry] : []));
      }),
    );
  });
});
