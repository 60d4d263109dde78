import type { View } from '../ensemble/view.ts';

/** Hours of a day, for which the net is made, and the leads it forecasts. */
export const NET_DAY = 24;
const WEEK = 7 * NET_DAY;
const NEWEST = 2 * NET_DAY;
const WEEK_AGO = 6;
const REST = 12;
/** Numbers that the net sees. */
export const NET_INPUTS = NEWEST + 3 * NET_DAY + WEEK_AGO + REST;
const LARGEST = 12;

/**
 * Fills `inputs` (from `at` on) with what the net sees of an hourly series: the newest 48 hours; for each of the next 24 the
 * mean of seven days, last week and the mean of four weeks; the hours a week ago; changes of the level; how rough the
 * series is; how old. All in units of the scale around the mean of the newest day.
 */
export function fillNetInputs(view: View, inputs: Float32Array, at: number): void {
  const { ring, newest, length, days7, week, weeks4, inverse, scale, roughness } = view;
  const centre = view.meanDay;
  const age = length - 1;
  let place = at;
  const put = (value: number) => {
    inputs[place++] = Math.max(-LARGEST, Math.min(LARGEST, value));
  };
  for (let lag = 0; lag < NEWEST; lag++) put((ring[newest - lag]! - centre) * inverse);
  for (let lead = 1; lead <= NET_DAY; lead++) put((days7[lead]! - centre) * inverse);
  for (let lead = 1; lead <= NET_DAY; lead++) put((week[lead]! - centre) * inverse);
  for (let lead = 1; lead <= NET_DAY; lead++) put((weeks4[lead]! - centre) * inverse);
  for (let lag = 0; lag < WEEK_AGO; lag++) {
    const known =
      age >= WEEK + lag ? ring[newest - WEEK - lag]! : lag < 3 ? view.days7Back[lag]! : ring[newest - NET_DAY - lag]!;
    put((known - centre) * inverse);
  }
  put((centre - view.meanDayBefore) * inverse);
  put((centre - view.meanWeek) * inverse);
  put(age >= WEEK + NET_DAY - 1 ? (centre - view.meanDayWeekAgo) * inverse : 0);
  put(age >= 2 * WEEK - 1 ? (view.meanWeek - view.meanWeekBefore) * inverse : 0);
  // 0.01 keeps the logarithm finite for series that stand still.
  put(Math.log(roughness[0]! * inverse + 0.01));
  put(Math.log(roughness[1]! * inverse + 0.01));
  put(Math.log(roughness[2]! * inverse + 0.01));
  put(age > WEEK ? Math.log(roughness[3]! * inverse + 0.01) : 0);
  put(age >= WEEK ? 1 : 0);
  put(age >= 2 * WEEK ? 1 : 0);
  put(Math.max(-5, Math.min(1, Math.log(scale))));
  put(1);
}

const NEWEST_CHOSEN = [0, 1, 2, 3, 4, 5, 24, 25, 26, 27, 28, 29];
const PROFILE_AT = NEWEST;
const WEEK_AT = NEWEST + NET_DAY;
const WEEKS_AT = NEWEST + 2 * NET_DAY;
/** The inputs that the online last layer sees beside the net's second hidden layer. */
export const LAST_LAYER_INPUTS = Int32Array.from([
  ...NEWEST_CHOSEN,
  ...Array.from({ length: REST }, (_, index) => NET_INPUTS - REST + index),
  ...[44, 45, 46, 47],
  ...[PROFILE_AT, PROFILE_AT + 1, PROFILE_AT + 2],
  ...[WEEK_AT, WEEK_AT + 1, WEEK_AT + 2],
  ...[WEEKS_AT, WEEKS_AT + 1, WEEKS_AT + 2],
  ...[NET_INPUTS - REST - WEEK_AGO, NET_INPUTS - REST - WEEK_AGO + 1],
]);
