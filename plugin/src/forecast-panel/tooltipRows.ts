import { Field, formattedValueToString } from '@grafana/data';
import { t } from '@grafana/i18n';

import { deviationAt } from './probability';
import { step } from './range';
import { ForecastData } from './types';

export interface Row {
  id: string;
  label: string;
  value: string;
  raw: number | null;
}

/** A value as its field has it written. */
export const textWith =
  (field: Field | undefined) =>
  (value: number): string =>
    field?.display ? formattedValueToString(field.display(value)) : String(value);

/** What is known of a step of one series. */
export function tooltipRows(data: ForecastData, index: number, field: Field | undefined, now: number): Row[] {
  const { real, mean, lower80, upper80, lower95, upper95 } = data.columns;
  const text = textWith(field);
  // A step that has not ended yet lacks nothing.
  const absent = data.times[index] + step(data) > now ? '–' : t('forecast-panel.tooltip.missing', 'missing');
  const known = (value: number | null) => (value === null ? absent : text(value));
  const interval = (lower: number | null, upper: number | null) =>
    lower === null || upper === null ? undefined : `${text(lower)} – ${text(upper)}`;
  const actual = real[index];
  const predicted = mean[index];
  const residual = actual === null || predicted === null ? undefined : actual - predicted;
  const deviation = deviationAt(data, index);
  const earlier = (name: 'lead1' | 'lead24') => {
    const value = data.earlier?.[name]?.[index] ?? null;
    return value === null ? undefined : text(value);
  };
  const above = data.breach?.[index] ?? null;
  const isBelow = data.direction === 'below';
  const breach = above !== null && isBelow ? 1 - above : above;
  const rows: Array<Omit<Row, 'value'> & { value: string | undefined }> = [
    { id: 'real', label: t('forecast-panel.real', 'Real'), value: known(actual), raw: actual },
    { id: 'predicted', label: t('forecast-panel.predicted', 'Predicted'), value: known(predicted), raw: predicted },
    {
      id: 'interval80',
      label: t('forecast-panel.interval80', '80 % interval'),
      value: interval(lower80[index], upper80[index]),
      raw: null,
    },
    {
      id: 'interval95',
      label: t('forecast-panel.interval95', '95 % interval'),
      value: interval(lower95[index], upper95[index]),
      raw: null,
    },
    {
      id: 'residual',
      label: t('forecast-panel.tooltip.residual', 'Real − predicted'),
      value: residual === undefined ? undefined : residualText(residual, deviation, text),
      raw: residual ?? null,
    },
    {
      id: 'position',
      label: t('forecast-panel.tooltip.position', 'Position'),
      value: positionAt(data, index),
      raw: null,
    },
    {
      id: 'breach',
      label: isBelow
        ? t('forecast-panel.tooltip.breach-below', 'Below the limit')
        : t('forecast-panel.tooltip.breach', 'Above the limit'),
      value: breach === null ? undefined : `${Math.round(breach * 100)} %`,
      raw: breach,
    },
    {
      id: 'lead1',
      label: t('forecast-panel.tooltip.lead1', 'Predicted 1 step before'),
      value: earlier('lead1'),
      raw: null,
    },
    {
      id: 'lead24',
      label: t('forecast-panel.tooltip.lead24', 'Predicted 24 steps before'),
      value: earlier('lead24'),
      raw: null,
    },
  ];
  return rows.flatMap(({ value, ...row }) => (value === undefined ? [] : [{ ...row, value }]));
}

/** A residual with its sign, and in standard deviations of the forecast. */
export function residualText(residual: number, deviation: number | undefined, text: (value: number) => string): string {
  const signed = `${residual > 0 ? '+' : ''}${text(residual)}`;
  if (deviation === undefined || deviation <= 0) {
    return signed;
  }
  const score = residual / deviation;
  return `${signed} (${score > 0 ? '+' : ''}${score.toFixed(1)} σ)`;
}

/** Where the real value lies among the intervals. */
function positionAt({ columns }: ForecastData, index: number): string | undefined {
  const { real, lower80, upper80, lower95, upper95 } = columns;
  const value = real[index];
  const within = (lower: number | null, upper: number | null) =>
    value === null || lower === null || upper === null ? undefined : value >= lower && value <= upper;
  const [inner, outer] = [within(lower80[index], upper80[index]), within(lower95[index], upper95[index])];
  if (inner) {
    return t('forecast-panel.tooltip.within80', 'within 80 %');
  }
  if (outer) {
    return t('forecast-panel.tooltip.within95', 'within 95 %');
  }
  return inner === undefined && outer === undefined ? undefined : t('forecast-panel.tooltip.outside', 'outside');
}
