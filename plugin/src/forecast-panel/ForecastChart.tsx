import { dateTimeFormat } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DashboardCursorSync } from '@grafana/schema';
import { EventBusPlugin, TooltipPlugin2, UPlotChart, usePanelContext, useTheme2, VizLayout } from '@grafana/ui';
import React, { useMemo, useState } from 'react';

import { valueAxes } from './axes';
import { ChartHead, HEAD_HEIGHT } from './ChartHead';
import { ChartLegend, latestText, Switch, toggled } from './ChartLegend';
import { ChartSeries, earlierOf, plotColumns } from './chartSeries';
import { Crossing } from './crossing';
import { crossingText, markText } from './crossingText';
import { expectedOf } from './expected';
import { ForecastTooltip } from './ForecastTooltip';
import { hasValues, staleSince } from './frames';
import { follow, IncidentLinks } from './IncidentLinks';
import { plotConfig } from './plotConfig';
import { plotStateHolder } from './plotState';
import { extendedRange, Range, step } from './range';
import { StateOverlay } from './StateOverlay';
import { seriesStyles } from './styles';
import { thresholdsOf } from './thresholds';
import { textWith } from './tooltipRows';
import { IncidentRegion, Options } from './types';

/** TooltipHoverMode.xAll, which @grafana/ui does not export. */
const ALL_SERIES = 1;
/** Below these, what is around the plot gives way to it, CSS pixels. */
const COMPACT_HEIGHT = 110;
const COMPACT_WIDTH = 220;
const LEGEND_HEIGHT = 150;

interface Props {
  /** One, or several to be drawn together. */
  series: readonly ChartSeries[];
  /** What is marked: incidents and annotations. */
  regions: readonly IncidentRegion[];
  options: Options;
  range: Range;
  timeZone: string;
  width: number;
  height: number;
  title?: string;
  /** What the legend of the whole panel has switched; without it the chart has a legend of its own. */
  switched?: ReadonlySet<Switch>;
  /** Charts of the same scope share their cursor. */
  cursorScope: string;
  onZoom?: (range: { from: number; to: number }) => void;
}

/** One chart, real against predicted. */
export function ForecastChart(props: Props) {
  const { series, regions, options, range, timeZone, width, height, title, cursorScope, onZoom } = props;
  const theme = useTheme2();
  const { sync, eventBus, eventsScope } = usePanelContext();
  const [links, setLinks] = useState<HTMLDivElement | null>(null);
  const [first] = series;
  const { now, field } = first;
  const [own, setOwn] = useState<ReadonlySet<Switch>>(new Set());
  const switched = props.switched ?? own;
  const styles = useMemo(
    () => seriesStyles(theme, series.length, options, switched),
    [theme, series.length, options, switched]
  );
  const shown = useMemo(() => {
    const ranges = series.map(({ data }) => extendedRange(range, now, data, options.showFuture));
    return [range[0], Math.max(...ranges.map(([, to]) => to))] satisfies Range;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the ends stand for the range
  }, [series, now, options.showFuture, range[0], range[1]]);
  const compact = { x: height < COMPACT_HEIGHT, y: width < COMPACT_WIDTH || height < COMPACT_HEIGHT };

  const thresholds = useMemo(
    () => (options.showThresholds ? thresholdsOf(first.threshold, field) : []),
    [options.showThresholds, first.threshold, field]
  );
  const crossing = useMemo<Crossing | undefined>(
    () => (options.showCrossing && series.length === 1 ? expectedOf(first, thresholds) : undefined),
    [options.showCrossing, series.length, first, thresholds]
  );

  const { axes, axisOf } = valueAxes(series, thresholds, options.includeZero);
  const earlier = earlierOf(series);
  const [state] = useState(plotStateHolder);
  // Set while rendering: the plot below redraws before any effect of this component runs.
  state.set({
    ...{ range: shown, now, regions, thresholds },
    fields: axes.map((_, axis) => series[axisOf.indexOf(axis)].field),
    crossing: crossing && {
      time: crossing.time,
      value: crossing.threshold,
      likely: crossing.likely,
      text: markText(crossing, now, timeZone),
    },
    onOpen: (region) => follow(links, region),
  });
  const nowLabel = t('forecast-panel.now', 'now');
  const dashboardSync = sync?.() ?? DashboardCursorSync.Off;
  const syncMode =
    dashboardSync === DashboardCursorSync.Off && options.sharedCursor ? DashboardCursorSync.Crosshair : dashboardSync;
  // New values of the same series keep the plot; one of other units, parts or ends needs a new one.
  const structure = JSON.stringify([axes, axisOf, earlier, compact, nowLabel, syncMode]);
  const config = useMemo(
    () =>
      plotConfig({
        ...{ theme, timeZone, earlier, axes, nowLabel, compact },
        series: styles.map((style, index) => ({ ...style, axis: axisOf[index] })),
        state: state.get,
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theme, timeZone, styles, structure]
  );
  const columns = useMemo(
    () => plotColumns(series, earlier),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the series say what is earlier
    [series]
  );

  const isHidden = (one: Switch) => (typeof one === 'number' ? switched.has(one) : styles[0].hidden.has(one));
  const legend =
    options.legend !== 'hidden' && !props.switched && height >= LEGEND_HEIGHT ? (
      <VizLayout.Legend placement="bottom" maxHeight="40%">
        <ChartLegend
          series={series}
          mode={options.legend}
          hasEarlier={earlier.length > 0}
          isHidden={isHidden}
          onToggle={(one) => setOwn((before) => toggled(before, one))}
        />
      </VizLayout.Legend>
    ) : null;
  const reachesNow = range[1] >= now - 3 * step(first.data);
  const stale = reachesNow ? series.flatMap(({ data }) => staleSince(data, now) ?? []) : [];
  const expected = crossing && !compact.x ? crossingText(crossing, now, timeZone, textWith(field)) : undefined;
  const head = title !== undefined || expected !== undefined;
  return (
    <div style={{ position: 'relative', width, height }}>
      {head && (
        <ChartHead title={title} latest={title === undefined ? undefined : latestText(first)} expected={expected} />
      )}
      <IncidentLinks ref={setLinks} regions={regions} />
      <VizLayout width={width} height={height - (head ? HEAD_HEIGHT : 0)} legend={legend}>
        {(plotWidth: number, plotHeight: number) => (
          <div role="img" aria-label={series.map((one) => summary(one, timeZone)).join('; ')}>
            <UPlotChart config={config} data={columns} width={plotWidth} height={plotHeight}>
              <TooltipPlugin2
                config={config}
                hoverMode={ALL_SERIES}
                queryZoom={onZoom}
                syncMode={syncMode}
                syncScope={dashboardSync === DashboardCursorSync.Off ? cursorScope : eventsScope}
                getDataLinks={(_, index) => field?.getLinks?.({ valueRowIndex: index }) ?? []}
                render={(_plot, indices, _closest, _pinned, _dismiss, _range, _synced, dataLinks) => {
                  const index = indices.find((candidate) => candidate !== null && candidate !== undefined);
                  const time = index == null ? undefined : columns[0][index];
                  // The plot answers with the nearest value, be it far outside.
                  return time === undefined || time < shown[0] || time > shown[1] ? null : (
                    <ForecastTooltip
                      series={series
                        .map((one, color) => ({ ...one, color }))
                        .filter(({ color }) => !switched.has(color))}
                      time={time}
                      timeZone={timeZone}
                      now={now}
                      incidents={regions}
                      links={dataLinks}
                    />
                  );
                }}
              />
              {dashboardSync !== DashboardCursorSync.Off && (
                <EventBusPlugin config={config} eventBus={eventBus} frame={first.frame} />
              )}
            </UPlotChart>
          </div>
        )}
      </VizLayout>
      <StateOverlay
        timeZone={timeZone}
        state={{
          empty: series.every(({ data }) => !hasValues(data, shown)),
          learningHours: Math.max(...series.map(({ learningHours }) => learningHours)),
          staleSince: stale.length > 0 ? Math.min(...stale) : undefined,
        }}
      />
    </div>
  );
}

/** What the picture says, for those who do not see it. */
function summary({ name, data: { times, columns }, field }: ChartSeries, timeZone: string): string {
  const text = textWith(field);
  const index = columns.real.findLastIndex((value) => value !== null);
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
