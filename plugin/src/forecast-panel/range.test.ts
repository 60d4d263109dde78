import { extendedRange } from './range';
import { Column, ForecastData, Role, ROLES } from './types';

const HOUR = 3_600_000;

function data(predictedUntil: number): ForecastData {
  const times = Array.from({ length: 200 }, (_, hour) => hour * HOUR);
  const nothing = (): Column => times.map(() => null);
  const columns = Object.fromEntries(ROLES.map((role) => [role, nothing()])) as Record<Role, Column>;
  columns.mean = times.map((time) => (time <= predictedUntil ? 1 : null));
  return { times, columns };
}

describe('the time axis', () => {
  it('goes on past now as far as the forecast does', () => {
    expect(extendedRange([0, 100 * HOUR], 100 * HOUR, data(124 * HOUR), true)).toEqual([0, 124 * HOUR]);
  });

  it('gives the future at most a third of the width', () => {
    expect(extendedRange([90 * HOUR, 100 * HOUR], 100 * HOUR, data(124 * HOUR), true)).toEqual([90 * HOUR, 105 * HOUR]);
  });

  it('stays as asked for in the past, without a forecast, or when switched off', () => {
    expect(extendedRange([0, 50 * HOUR], 100 * HOUR, data(124 * HOUR), true)).toEqual([0, 50 * HOUR]);
    expect(extendedRange([0, 100 * HOUR], 100 * HOUR, data(-1), true)).toEqual([0, 100 * HOUR]);
    expect(extendedRange([0, 100 * HOUR], 100 * HOUR, data(124 * HOUR), false)).toEqual([0, 100 * HOUR]);
  });

  it('is never cut shorter than asked for', () => {
    expect(extendedRange([0, 130 * HOUR], 100 * HOUR, data(124 * HOUR), true)).toEqual([0, 130 * HOUR]);
  });
});
