import { fft } from 'fourier-transform';

/** The shortest season in steps, and how often the longest has come. */
const SHORTEST = 4;
const CYCLES = 2;
/** Values further from the rest count as that many mean distances: two faults make no season. */
const LIMIT = 5;
/** Frequencies so near to those of the day and its parts, in what the values tell apart, are taken for theirs. */
const NEAR_DAY = 1.5;
/** Periods so near to a part of the week are not looked at. */
const NEAR_WEEK = 0.5;
/** Multiples of a period that are looked at; of the one that is found all are. */
const MULTIPLES = 8;
/** Fewest lags whose correlation lessens what the values are worth. */
const FEWEST_LAGS = 4;
/** A season counts when the largest of as many normal numbers as there are lags is as large once in so many times. */
const CHANCE = 100;
const LARGEST = 0.999;
/** Values of which Fisher's z takes no notice, of the difference of two: half of 3. */
const UNNOTICED = 1.5;
/** Part of its variance that a correlation has which counts for 0 where it is below. */
const CUT = 0.5;

/** Finds the period of a season that is neither a day nor a week nor a part of them. */
export interface SeasonSearch {
  /** The strongest period in steps, not always whole, of values without the rhythm of day and week; 0 where it may be chance. */
  find(rest: Float64Array): number;
}

/**
 * Looks for the period at whose multiples values are most alike, more than half a period beside: their autocorrelation by
 * Fisher's z, with as many values as they are worth by Bartlett's formula (Box and Jenkins 1970, 2.1.6). It is that of what an
 * autoregression of one lag leaves over, so that slow wandering is no season, and comes by way of the periodogram, from which
 * the day is taken (Vlachos, Yu and Castelli 2005, On periodicity detection and structural periodic similarity, has
 * periodogram and autocorrelation confirm each other). `capacity` is the largest number of values.
 */
export function createSeasonSearch(day: number, capacity: number): SeasonSearch {
  const week = 7 * day;
  const size = 2 ** Math.ceil(Math.log2(capacity + capacity / CYCLES));
  const padded = new Float64Array(size);
  const spectrum = new Float64Array(size);
  const cosine = Float64Array.from(spectrum, (_, place) => Math.cos((2 * Math.PI * place) / size));
  const fromDay = Float64Array.from(spectrum, (_, place) =>
    Math.abs((place * day) / size - Math.round((place * day) / size)),
  );
  /** By lag: the correlation of the pairs of values so far apart times their number; 0 where the lag is whole weeks. */
  const products = new Float64Array(capacity / CYCLES + 2);

  /** Fills `padded` with the values, none too far from 0, and answers how they depend on the values before. */
  const pad = (rest: Float64Array): number => {
    let distance = 0;
    for (const value of rest) distance += Math.abs(value) / rest.length;
    const limit = LIMIT * distance;
    padded.fill(0);
    let [square, product] = [0, 0];
    for (let index = 0; index < rest.length; index++) {
      const value = Math.max(-limit, Math.min(limit, rest[index]!));
      padded[index] = value;
      square += value * value;
      if (index > 0) product += value * padded[index - 1]!;
    }
    return square > 0 ? product / square : 0;
  };

  /**
   * Fills the lags of `length` padded values, after an autoregression with this coefficient and without the frequencies of
   * the day. Answers the part of all frequencies that is left; 0 where there is nothing.
   */
  const correlate = (coefficient: number, length: number): number => {
    const [real, imaginary] = fft(padded);
    let left = 0;
    for (let place = 0; place <= size / 2; place++) {
      const daily = fromDay[place]! * length <= NEAR_DAY * day;
      const whitening = 1 + coefficient ** 2 - 2 * coefficient * cosine[place]!;
      const power = daily ? 0 : (real[place]! ** 2 + imaginary[place]! ** 2) * whitening;
      if (!daily) left++;
      spectrum[place] = power;
      if (place > 0) spectrum[size - place] = power;
    }
    const [sums] = fft(spectrum);
    if (!(sums[0]! > 0)) return 0;
    // The rhythm that was taken away makes weeks unlike each other.
    for (let lag = 0; lag <= length / CYCLES + 1; lag++)
      products[lag] = lag % week === 0 ? 0 : (sums[lag]! / sums[0]!) * length;
    return left / (size / 2 + 1);
  };

  /** Number of pairs of `length` values that are `first` apart, or a period more, up to `count` lags in all. */
  const pairsAt = (first: number, period: number, count: number, length: number) =>
    count * (length - first - (period * (count - 1)) / 2);
  /** The mean correlation of them. */
  const meanAt = (first: number, period: number, count: number, length: number): number => {
    let sum = 0;
    for (let times = 0, lag = first; times < count; times++, lag += period) {
      const whole = Math.floor(lag);
      sum += products[whole]! + (lag - whole) * (products[whole + 1]! - products[whole]!);
    }
    return Math.max(0, Math.min(LARGEST, sum / pairsAt(first, period, count, length)));
  };

  /** Of the periods around one that which fits best, by all its multiples. */
  const refined = (around: number, longest: number, length: number) => {
    const count = Math.floor(longest / around);
    const range = around / (2 * MULTIPLES);
    let [best, found] = [Number.NEGATIVE_INFINITY, around];
    const end = Math.min(longest, (around + range) * count);
    for (let last = Math.ceil((around - range) * count); last <= end; last += 0.5) {
      const period = last / count;
      const value = meanAt(period, period, Math.floor(longest / period), length);
      if (value > best) [best, found] = [value, period];
    }
    return found;
  };

  return {
    find(rest) {
      const { length } = rest;
      const longest = Math.floor(length / CYCLES);
      const left = correlate(pad(rest), length);
      if (left === 0) return 0;
      // The rhythm has taken a week's values.
      const worth = left * (1 - week / length);
      let [best, found] = [Math.sqrt(2 * Math.log(CHANCE * longest)), 0];
      // Neighbours that are alike tell less: as far as half a period, and a day, whose rhythm changes its height.
      let [alike, lag] = [1, 0];
      for (let period = SHORTEST, count = 1; period <= longest; period += 1 / count) {
        count = Math.min(MULTIPLES, Math.floor(longest / period));
        while (lag + 1 < Math.max(period / 2, day, FEWEST_LAGS)) alike += 2 * (products[++lag]! / (length - lag)) ** 2;
        if (Math.abs(week / period - Math.round(week / period)) * length < NEAR_WEEK * week) continue;
        const there = meanAt(period, period, count, length);
        const pairs = pairsAt(period, period, count, length);
        // No score is larger: the inverse hyperbolic tangent of x is at most x / (1 − x²).
        if ((there / (1 - there ** 2)) * Math.sqrt((worth / alike) * pairs) <= best) continue;
        const beside = Math.atanh(meanAt(period / 2, period, count, length));
        const values = worth / alike / (1 / pairs + CUT / pairsAt(period / 2, period, count, length));
        const score = (Math.atanh(there) - beside) * Math.sqrt(Math.max(0, values - UNNOTICED));
        if (score > best) [best, found] = [score, period];
      }
      if (found === 0) return 0;
      // Where it is exactly, values tell better as they are.
      correlate(0, length);
      return refined(found, longest, length);
    },
  };
}
