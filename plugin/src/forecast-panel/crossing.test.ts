import { expectedCrossing, firstCrossing } from './crossing';
import { deviationAt, doubleExponential, probabilityAbove } from './probability';
import { hourly, HOUR, spreadForecast } from './testData';

describe('an expected crossing', () => {
  it('is where the mean first lies beyond the threshold, with the greatest probability from then on', () => {
    const crossing = expectedCrossing(spreadForecast([50, 60, 70, 80], 10), 0, 65);
    expect(crossing).toMatchObject({ time: 2 * HOUR, direction: 'above', likely: true });
    expect(crossing?.probability).toBeCloseTo(doubleExponential(1.5), 5);
  });

  it('is only possible where no more than the interval reaches the threshold', () => {
    const crossing = expectedCrossing(spreadForecast([50, 60, 60], 10), 0, 70);
    expect(crossing).toMatchObject({ time: HOUR, likely: false });
    expect(crossing?.probability).toBeCloseTo(1 - doubleExponential(1), 5);
  });

  it('is none where the interval stays within it', () => {
    expect(expectedCrossing(spreadForecast([50, 60, 60], 10), 0, 90)).toBeUndefined();
    expect(expectedCrossing(hourly({ real: [1, 2] }), 0, 1)).toBeUndefined();
  });

  it('goes down where the series lies above now', () => {
    const data = spreadForecast([90, 80, 60, 40], 5);
    data.columns.real[0] = 92;
    expect(expectedCrossing(data, HOUR, 50)).toMatchObject({ time: 3 * HOUR, direction: 'below', likely: true });
  });

  it('looks at what is still to come alone', () => {
    const data = spreadForecast([90, 50, 50, 70], 1);
    data.columns.real = [40, 50, null, null];
    expect(expectedCrossing(data, 2 * HOUR, 65)).toMatchObject({ time: 3 * HOUR });
  });

  it('has the probability that the data say, where they do', () => {
    expect(expectedCrossing(spreadForecast([50, 70], 10), 0, 65, [0.1, 0.88])?.probability).toBe(0.88);
  });

  it('has none where there is no interval', () => {
    expect(expectedCrossing(hourly({ mean: [50, 70] }), 0, 65)).toMatchObject({ likely: true, probability: undefined });
  });

  it('of several is a likely one before a possible one, then the soonest', () => {
    const one = { threshold: 1, direction: 'above', probability: 0.5 } as const;
    const possible = { ...one, time: 1, likely: false };
    const late = { ...one, time: 3, likely: true };
    const soon = { ...one, time: 2, likely: true };
    expect(firstCrossing([possible, undefined, late, soon])).toBe(soon);
    expect(firstCrossing([undefined])).toBeUndefined();
  });

  it('never lies before now nor on this side of the threshold, and is surer for a nearer threshold', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = (at: number) => Math.abs(Math.sin(seed * 12.9898 + at * 78.233) * 43_758.5453) % 1;
      const data = spreadForecast(
        Array.from({ length: 30 }, (_, at) => 100 * random(at)),
        0.1 + 20 * random(40)
      );
      const now = Math.floor(30 * random(41)) * HOUR;
      let before = 1;
      for (const threshold of [100, 110, 120, 140]) {
        const crossing = expectedCrossing(data, now, threshold);
        const probability = crossing?.probability ?? 0;
        expect(probability).toBeLessThanOrEqual(before + 1e-9);
        before = probability;
        if (crossing) {
          const index = data.times.indexOf(crossing.time);
          expect(crossing.time).toBeGreaterThanOrEqual(now);
          expect(data.columns.upper95[index]).toBeGreaterThan(threshold);
          expect(crossing.likely).toBe(data.columns.mean.some((value, at) => at >= now / HOUR && value! > threshold));
        }
      }
    }
  });
});

describe('the probability of a step', () => {
  it('is that of the double exponential distribution which the quantiles are of', () => {
    const data = spreadForecast([50], 10);
    for (const score of [-3, -1.96, -1, 0, 0.5, 1.5, 4]) {
      expect(probabilityAbove(data, 0, 50 + 10 * score)).toBeCloseTo(1 - doubleExponential(score), 10);
    }
    expect([-2, 0, 2].map(doubleExponential)).toEqual([
      expect.closeTo(0.0676676, 6),
      0.5,
      expect.closeTo(0.9323324, 6),
    ]);
  });

  it('is told beside the standard deviation of a normal distribution with the same intervals', () => {
    const of80 = hourly({ mean: [50], lower80: [50 - 12.81552], upper80: [50 + 12.81552] });
    const of95 = hourly({ mean: [50], lower95: [50 - 19.59964], upper95: [50 + 19.59964] });
    expect([of80, of95].map((data) => deviationAt(data, 0))).toEqual([expect.closeTo(10, 5), expect.closeTo(10, 5)]);
    expect(deviationAt(hourly({ mean: [50] }), 0)).toBeUndefined();
  });

  it('is sure where the quantiles are one value', () => {
    const data = spreadForecast([50], 0);
    expect(probabilityAbove(data, 0, 49)).toBe(1);
    expect(probabilityAbove(data, 0, 50)).toBe(0);
  });

  it('falls as the threshold rises, of skewed quantiles too', () => {
    const data = hourly({ lower95: [1], lower80: [2], mean: [10], upper80: [11], upper95: [40] });
    let before = 1;
    for (let threshold = -5; threshold < 80; threshold++) {
      const probability = probabilityAbove(data, 0, threshold)!;
      expect(probability).toBeLessThanOrEqual(before);
      expect(probability).toBeGreaterThanOrEqual(0);
      before = probability;
    }
    expect(probabilityAbove(data, 0, 10)).toBeCloseTo(0.5, 6);
  });
});
