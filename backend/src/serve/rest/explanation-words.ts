import { type Explanation, WAY_PARTS } from '../../model/explanation.ts';
import { HOUR } from '../../model/targets.ts';
import type { Zone } from '../../model/zone.ts';

const LEAST_WEIGHT = 0.1;
/** A contribution below this part of the forecast is not worth a sentence. */
const LEAST_PART = 0.01;
const CONTRIBUTIONS = {
  'newest value': 'the newest value',
  'values just before': 'the values just before it',
  'same time yesterday': 'yesterday at this time',
  'same time last week': 'last week at this time',
  holiday: 'the holiday',
  'time of day': 'the time of day',
  'return to the level': 'the return to its level',
  'mean of the newest values': 'the mean of the newest values',
  ramp: 'the way it is on',
} as const;

/** An explanation in sentences, the most important first. Times are those of the clocks of the zone. */
export function explanationWords(explanation: Explanation, zone: Zone): string[] {
  const { expected, lead, time, opinions, contributions, yesterday, lastWeek, before, holiday, series, season } =
    explanation;
  const amount = (value: number) => `${short(value)}${series.unit === '' ? '' : ` ${series.unit}`}`;
  const steps = lead === 1 ? 'the next step' : `${lead} steps ahead`;
  const sentences = [`${amount(expected)} is expected at ${zone.format(time)}, ${steps}.`];
  const references = [
    yesterday === null ? [] : [`${amount(yesterday)} a day before`],
    lastWeek === null ? [] : [`${amount(lastWeek)} a week before`],
  ].flat();
  if (references.length > 0) sentences.push(`It was ${references.join(' and ')}.`);
  const trusted = opinions.filter(({ weight }) => weight >= LEAST_WEIGHT);
  if (trusted.length > 0) {
    const list = trusted.map(({ expert, expected: own, weight }) => `${expert} (${percent(weight)}, ${amount(own)})`);
    sentences.push(`Most trusted of late: ${list.join(', ')}.`);
  }
  if (season !== null) sentences.push(`Besides day and week it has a season of ${duration(season)}.`);
  const telling = contributions
    .filter(({ change }) => Math.abs(change) >= LEAST_PART * Math.abs(expected))
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  for (const { of, change } of telling) {
    const way = change > 0 ? 'raises' : 'lowers';
    const named = of === 'holiday' && holiday !== null ? `${CONTRIBUTIONS[of]} (${holiday})` : CONTRIBUTIONS[of];
    sentences.push(
      `${sentence(named)} ${way} it by ${amount(Math.abs(change))} against ${isWayPart(of) ? 'the newest value' : 'other days'}.`,
    );
  }
  if (before !== null && Math.abs(expected - before) >= LEAST_PART * Math.abs(expected)) {
    sentences.push(`One step ago ${amount(before)} was expected of the same time.`);
  }
  return sentences;
}

const isWayPart = (of: string) => WAY_PARTS.some((part) => part === of);
/** Hours, or days from three on, to a tenth. */
const duration = (milliseconds: number) => {
  const hours = milliseconds / HOUR;
  return hours < 72 ? `${Number(hours.toFixed(1))} hours` : `${Number((hours / 24).toFixed(1))} days`;
};
const percent = (part: number) => `${Math.round(100 * part)} %`;
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const short = (value: number) => Number(value.toPrecision(4)).toLocaleString('en', { maximumSignificantDigits: 4 });
