import { DataFrame, dateTimeFormat, formattedValueToString } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LegendDisplayMode } from '@grafana/schema';
import { TooltipPlugin2, UPlotChart, useTheme2, VizLayout, VizLegend, VizLegendItem } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import type { AlignedData } from 'uplot';

import { chartColors } from './colors';
import { ForecastTooltip } from './ForecastTooltip';
import { fieldOf, hasValues, metaOf, nowOf, readFrame } from './frames';
import { plotConfig } from './plotConfig';
import { plotStateHolder } from './plotState';
import { extendedRange, Range } from './range';
import { StateOverlay } from './StateOverlay';
import { IncidentRegion, Options, Part, ROLES } from './types';

/** TooltipHoverMode.xAll, which @grafana/ui does not export. */
const ALL_SERIES = 1;
const NONE: IncidentRegion[] = [];

interface Props {
  frame: DataFrame;
  options: Options;
  range: Range;
  timeZone: string;
  width: number;
  height: number;
  onZoom?: (range: { from: number; to: number }) => void;
}

/** One series, real against predicted. */
export function ForecastChart({ frame, options, range, timeZone, width, height, onZoom }: Props) {
  const theme = useTheme2();
  const data = useMemo(() => readFrame(frame), [frame]);
  const field = fieldOf(frame, 'real') ?? fieldOf(frame, 'mean');
  const now = nowOf(frame);
  const { learningHours = 0, incidents = NONE, threshold } = metaOf(frame);
  const [switched, setSwitched] = useState<ReadonlySet<Part>>(new Set());
  const hidden = useMemo(() => hiddenParts(options, switched), [options, switched]);
  const shown = extendedRange(range, now, data, options.showFuture);

  const [state] = useState(plotStateHolder);
  // Set while rendering: the plot below redraws before any effect of this component runs.
  state.set({ range: shown, now, incidents });
  const nowLabel = t('forecast-panel.now', 'now');
  const unit = field?.config.unit;
  const config = useMemo(
    () =>
      plotConfig({
        theme,
        timeZone,
        field: fieldOf(frame, 'real') ?? fieldOf(frame, 'mean'),
        hidden,
        nowLabel,
        threshold,
        getRange: () => state.get().range,
        getNow: () => state.get().now,
        getIncidents: () => state.get().incidents,
      }),
    // New values of the same series keep the plot; a frame of another unit needs other axes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theme, timeZone, hidden, nowLabel, threshold, unit]
  );
  const columns = useMemo<AlignedData>(() => [data.times, ...ROLES.map((role) => data.columns[role])], [data]);
  const empty = !hasValues(data, shown);

  const colors = chartColors(theme);
  const items = (
    [
      ['real', t('forecast-panel.real', 'Real'), colors.real],
      ['mean', t('forecast-panel.predicted', 'Predicted'), colors.predicted],
      ['interval80', t('forecast-panel.interval80', '80 % interval'), colors.legend80],
      ['interval95', t('forecast-panel.interval95', '95 % interval'), colors.legend95],
    ] as const
  ).map(([part, label, color]): VizLegendItem<Part> => ({
    label,
    color,
    yAxis: 1,
    disabled: hidden.has(part),
    data: part,
    ...(part === 'mean' ? { lineStyle: { fill: 'dash', dash: [4, 3] } } : {}),
  }));
  const toggle = ({ data: part }: VizLegendItem<Part>) => {
    if (part) {
      setSwitched(
        (before) => new Set(before.has(part) ? [...before].filter((one) => one !== part) : [...before, part])
      );
    }
  };
  const legend = options.showLegend ? (
    <VizLayout.Legend placement="bottom">
      <VizLegend placement="bottom" displayMode={LegendDisplayMode.List} items={items} onLabelClick={toggle} />
    </VizLayout.Legend>
  ) : null;

  return (
    <div style={{ position: 'relative', width, height }}>
      <VizLayout width={width} height={height} legend={legend}>
        {(plotWidth: number, plotHeight: number) => (
          <div role="img" aria-label={summary(frame, data, field, timeZone)}>
            <UPlotChart config={config} data={columns} width={plotWidth} height={plotHeight}>
              <TooltipPlugin2
                config={config}
                hoverMode={ALL_SERIES}
                queryZoom={onZoom}
                render={(_plot, indices) => {
                  const index = indices.find((candidate) => candidate !== null && candidate !== undefined);
                  // The plot answers with the nearest value, be it far outside.
                  return index == null || data.times[index] < shown[0] || data.times[index] > shown[1] ? null : (
                    <ForecastTooltip
                      data={data}
                      index={index}
                      field={field}
                      timeZone={timeZone}
                      now={now}
                      incidents={incidents}
                    />
                  );
                }}
              />
            </UPlotChart>
          </div>
        )}
      </VizLayout>
      <StateOverlay empty={empty} learningHours={learningHours} />
    </div>
  );
}

function hiddenParts(options: Options, switched: ReadonlySet<Part>): ReadonlySet<Part> {
  const hidden = new Set<Part>();
  if (!options.showInterval80) {
    hidden.add('interval80');
  }
  if (!options.showInterval95) {
    hidden.add('interval95');
  }
  for (const part of switched) {
    if (!hidden.delete(part)) {
      hidden.add(part);
    }
  }
  return hidden;
}

/** What the picture says, for those who do not see it. */
function summary(
  frame: DataFrame,
  { times, columns }: ReturnType<typeof readFrame>,
  field: ReturnType<typeof fieldOf>,
  timeZone: string
): string {
  const text = (value: number) => (field?.display ? formattedValueToString(field.display(value)) : String(value));
  const index = columns.real.findLastIndex((value) => value !== null);
  const name = frame.name ?? '';
  if (index < 0) {
    return t('forecast-panel.summary.empty', '{{name}}: no real values', { name });
  }
  return t('forecast-panel.summary.latest', '{{name}}: real {{real}}, predicted {{predicted}} at {{time}}', {
    name,
    real: text(columns.real[index] ?? 0),
    predicted: columns.mean[index] === null ? '–' : text(columns.mean[index]),
    time: dateTimeFormat(times[index], { timeZone }),
  });
}
