import { naive } from './naive.ts';

/** The newest value at every lead: the best there is for a random walk. */
export const createLastValue = () =>
  naive('last_value', (values, horizon) => Array<number>(horizon).fill(values.at(-1)!));
