import { DisplayValue, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LegendDisplayMode } from '@grafana/schema';
import { useTheme2, VizLegend, VizLegendItem } from '@grafana/ui';
import React from 'react';

import { ChartSeries } from './chartSeries';
import { chartColors, seriesColors } from './colors';
import { textWith } from './tooltipRows';
import { LegendMode, Part } from './types';

/** What the legend switches: a part of the only series, or one of several, by its number. */
export type Switch = Part | number;

interface Props {
  series: readonly ChartSeries[];
  mode: Exclude<LegendMode, 'hidden'>;
  hasEarlier: boolean;
  /** Leaves out values, where the legend is that of several charts. */
  bare?: boolean;
  isHidden: (one: Switch) => boolean;
  onToggle: (one: Switch) => void;
}

/** Names lines and areas and switches them, with the newest real value, what was predicted of it, and the difference. */
export function ChartLegend({ series, mode, hasEarlier, bare = false, isHidden, onToggle }: Props) {
  const theme = useTheme2();
  const items = series.length > 1 ? seriesItems(series, theme, mode) : partItems(series[0], theme, hasEarlier);
  return (
    <VizLegend
      placement="bottom"
      displayMode={mode === 'table' ? LegendDisplayMode.Table : LegendDisplayMode.List}
      items={items.map((item) => ({
        ...item,
        disabled: item.data !== undefined && isHidden(item.data),
        ...(bare ? { getDisplayValues: () => [] } : {}),
      }))}
      onLabelClick={({ data }: VizLegendItem<Switch>) => data !== undefined && onToggle(data)}
    />
  );
}

function seriesItems(
  series: readonly ChartSeries[],
  theme: GrafanaTheme2,
  mode: LegendMode
): Array<VizLegendItem<Switch>> {
  return series.map((one, index) => {
    const { real, predicted, residual } = latestValues(one);
    const values = mode === 'table' ? [real, predicted, residual] : [real];
    return {
      label: one.name,
      color: seriesColors(theme, index).color,
      yAxis: 1,
      data: index,
      getDisplayValues: () => values,
    };
  });
}

function partItems(series: ChartSeries, theme: GrafanaTheme2, hasEarlier: boolean): Array<VizLegendItem<Switch>> {
  const colors = chartColors(theme);
  const { real, predicted, residual } = latestValues(series);
  const item = (part: Part, label: string, color: string, values: DisplayValue[] = []): VizLegendItem<Switch> => ({
    ...{ label, color, yAxis: 1, data: part, getDisplayValues: () => values },
    ...(part === 'mean' || part === 'earlier' ? { lineStyle: { fill: 'dash', dash: [4, 3] } } : {}),
  });
  const { columns } = series.data;
  const has = (column: Array<number | null>) => column.some((value) => value !== null);
  return [
    item('real', t('forecast-panel.real', 'Real'), colors.real, [{ ...real, title: lastTitle() }]),
    item('mean', t('forecast-panel.predicted', 'Predicted'), colors.predicted, [
      { ...predicted, title: lastTitle() },
      residual,
    ]),
    ...(has(columns.upper80)
      ? [item('interval80', t('forecast-panel.interval80', '80 % interval'), colors.legend80)]
      : []),
    ...(has(columns.upper95)
      ? [item('interval95', t('forecast-panel.interval95', '95 % interval'), colors.legend95)]
      : []),
    ...(hasEarlier ? [item('earlier', t('forecast-panel.earlier', 'Predicted before'), colors.predicted)] : []),
  ];
}

/** What is switched after one more click. */
export function toggled(before: ReadonlySet<Switch>, one: Switch): ReadonlySet<Switch> {
  return new Set(before.has(one) ? [...before].filter((other) => other !== one) : [...before, one]);
}

/** The newest real value of a series, and in brackets how far it is from what was predicted. */
export function latestText(series: ChartSeries): string {
  const { real, residual } = latestValues(series);
  return Number.isNaN(residual.numeric) ? real.text : `${real.text} (${residual.text})`;
}

const lastTitle = () => t('forecast-panel.legend.last', 'Last');

/** The newest real value, what is predicted of the same step, and their difference. */
function latestValues({ data, field }: ChartSeries): Record<'real' | 'predicted' | 'residual', DisplayValue> {
  const { real, mean } = data.columns;
  const index = real.findLastIndex((value) => value !== null);
  const [actual, expected] = [real[index] ?? null, mean[index] ?? null];
  const text = textWith(field);
  const shown = (value: number | null, title: string, sign = ''): DisplayValue => ({
    title,
    numeric: value ?? Number.NaN,
    text: value === null ? '–' : sign + text(value),
  });
  const residual = actual === null || expected === null ? null : actual - expected;
  return {
    real: shown(actual, t('forecast-panel.legend.real', 'Real')),
    predicted: shown(expected, t('forecast-panel.legend.predicted', 'Predicted')),
    residual: shown(
      residual,
      t('forecast-panel.legend.residual', 'Difference'),
      residual !== null && residual > 0 ? '+' : ''
    ),
  };
}
