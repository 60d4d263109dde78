import { dateTimeFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { Crossing } from './crossing';

/** The time of a crossing, with its date where that is another day than now. */
function clockTime(time: number, now: number, timeZone: string): string {
  const text = (format: string, of: number) => dateTimeFormat(of, { timeZone, format });
  return text(text('YYYY-MM-DD', time) === text('YYYY-MM-DD', now) ? 'HH:mm' : 'MM-DD HH:mm', time);
}

const percent = (probability: number) => {
  const rounded = Math.round(probability * 100);
  return rounded >= 100 && probability < 1 ? '> 99' : String(rounded);
};

/** What stands at the mark of a crossing. */
export function markText({ time, probability }: Crossing, now: number, timeZone: string): string {
  const clock = clockTime(time, now, timeZone);
  return probability === undefined
    ? clock
    : t('forecast-panel.crossing.mark', '{{probability}} % at {{time}}', {
        probability: percent(probability),
        time: clock,
      });
}

/** A crossing in a sentence. */
export function crossingText(
  { threshold, direction, likely, time, probability }: Crossing,
  now: number,
  timeZone: string,
  text: (value: number) => string
): string {
  const told = { threshold: text(threshold), time: clockTime(time, now, timeZone) };
  const sentence =
    direction === 'above'
      ? likely
        ? t('forecast-panel.crossing.above', 'Above {{threshold}} from {{time}}', told)
        : t('forecast-panel.crossing.perhaps-above', 'Possibly above {{threshold}} from {{time}}', told)
      : likely
        ? t('forecast-panel.crossing.below', 'Below {{threshold}} from {{time}}', told)
        : t('forecast-panel.crossing.perhaps-below', 'Possibly below {{threshold}} from {{time}}', told);
  return probability === undefined
    ? sentence
    : t('forecast-panel.crossing.probability', '{{probability}} % · {{sentence}}', {
        sentence,
        probability: percent(probability),
      });
}
