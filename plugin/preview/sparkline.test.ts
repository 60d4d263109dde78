import { Column, ForecastData, ROLES } from '../src/forecast-panel/types';
import { bandPath, linePath, nearest, scalesOf, valueRange } from './sparkline';

const data = (columns: Partial<Record<(typeof ROLES)[number], Column>>): ForecastData => {
  const nothing: Column = [null, null, null, null];
  const all = Object.fromEntries(ROLES.map((role) => [role, columns[role] ?? nothing]));
  return { times: [0, 10, 20, 30], columns: all as ForecastData['columns'] };
};

describe('a small chart', () => {
  const scales = scalesOf([0, 30], [0, 10], 300, 100);

  it('breaks its line at a gap', () => {
    expect(linePath([0, 10, 20, 30], [0, 10, null, 5], scales)).toBe('M0.0 100.0L100.0 0.0M300.0 50.0');
    expect(linePath([0, 10], [null, null], scales)).toBe('');
  });

  it('fills between the bounds, there and back', () => {
    expect(bandPath([0, 10, 20], [0, 0, null], [10, 10, 10], scales)).toBe('M0.0 0.0L100.0 0.0L100.0 100.0L0.0 100.0Z');
  });

  it('keeps what lies outside of its axis at the edge', () => {
    expect([scales.y(-5), scales.y(20)]).toEqual([100, 0]);
  });

  it('shows percentages against the whole, temperatures close up, and the rest from zero', () => {
    const some = data({ real: [20, 30, null, null], mean: [null, null, 40, null] });
    expect(valueRange(some, 'percent', undefined)).toEqual([0, 100]);
    expect(valueRange(some, 'celsius', 70)).toEqual([17, 73]);
    expect(valueRange(some, 'sessions', undefined)[0]).toBe(0);
    expect(valueRange(some, 'sessions', undefined)[1]).toBeCloseTo(44);
    expect(valueRange(data({}), 'bits/s', undefined)).toEqual([0, 1.1]);
    expect(valueRange(data({ real: [0, 0, 0, 0] }), 'bits/s', undefined)).toEqual([0, 1]);
  });

  it('finds the nearest time that has a value', () => {
    const some = data({ real: [1, null, null, null], mean: [null, null, null, 4] });
    expect(nearest(some, 11)).toBe(0);
    expect(nearest(some, 19)).toBe(3);
    expect(nearest(data({}), 19)).toBeUndefined();
  });
});
