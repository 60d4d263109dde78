import { valueAt } from '../history.ts';
import { type Expert, seasonalBase } from './expert.ts';

/** The same hour of the day before, the reference every other method has to beat. */
export const seasonalNaive: Expert = {
  learn() {},
  forecast(history, horizon) {
    const last = history.length - 1;
    const value = (index: number) => valueAt(history, index);
    return Array.from({ length: horizon }, (_, step) => seasonalBase(history, last + 1 + step, last, value));
  },
};

/** The newest value, for every lead. */
export const lastValue: Expert = {
  learn() {},
  forecast(history, horizon) {
    let index = history.length - 1;
    while (index > 0 && Number.isNaN(valueAt(history, index))) index--;
    const value = valueAt(history, index);
    return Array.from({ length: horizon }, () => (Number.isNaN(value) ? 0 : value));
  },
};
