import { css } from '@emotion/css';
import { GrafanaTheme2, LoadingState, PanelData, PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useId, useMemo, useState } from 'react';

import { annotationRegions } from './annotations';
import { ChartLegend, Switch, toggled } from './ChartLegend';
import { ChartSeries, chartSeries, earlierOf } from './chartSeries';
import { ForecastChart } from './ForecastChart';
import { isForecastFrame } from './frames';
import { GRID_GAP, gridFor, inSight } from './layout';
import { completeOptions } from './migration';
import { seriesStyles } from './styles';
import { IncidentRegion, Options } from './types';

/** Of the legend of several charts; a lower panel has none, CSS pixels. */
const LEGEND_HEIGHT = 26;
const SHARED_LEGEND_FROM = 200;

interface Chart {
  series: ChartSeries[];
  regions: IncidentRegion[];
}

/** The forecasts of a panel: one chart, small multiples, or several series in one chart. */
export function ForecastPanel(props: PanelProps<Options>) {
  const { data, timeRange, timeZone, width, height, onChangeTimeRange } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const scrollbar = Number.parseInt(theme.spacing(1.5), 10);
  const cursorScope = useId();
  const options = useMemo(() => completeOptions(props.options), [props.options]);
  const [switched, setSwitched] = useState<ReadonlySet<Switch>>(new Set());
  const [scrolled, setScrolled] = useState(0);
  const charts = useMemo(
    () => chartsOf(data.series.filter(isForecastFrame).map(chartSeries), data.annotations, options),
    [data.series, data.annotations, options]
  );
  const message = charts.length === 0 ? whyNothing(data) : undefined;
  if (message !== undefined) {
    return (
      <div className={styles.empty} data-testid="panel-state" role="status">
        {message}
      </div>
    );
  }
  const several = charts.length > 1;
  const shared = several && options.legend === 'list' && height >= SHARED_LEGEND_FROM;
  const room = height - (shared ? LEGEND_HEIGHT : 0);
  const grid = gridFor(charts.length, width, room, scrollbar);
  const [first, end] = inSight(charts.length, grid, room, scrolled);
  const view = (
    <div
      className={styles.charts}
      style={{ width, height: room, gridTemplateColumns: `repeat(${grid.columns}, ${grid.width}px)` }}
      onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop)}
    >
      {charts.map(({ series, regions }, index) => (
        <div key={keyOf(series[0], index)} style={{ height: grid.height }}>
          {index >= first && index < end && (
            <ForecastChart
              series={series}
              regions={regions}
              options={options}
              range={[timeRange.from.valueOf(), timeRange.to.valueOf()]}
              timeZone={timeZone}
              width={grid.width}
              height={grid.height}
              {...(several ? { title: series[0].name } : {})}
              {...(shared ? { switched } : {})}
              cursorScope={cursorScope}
              onZoom={onChangeTimeRange}
            />
          )}
        </div>
      ))}
    </div>
  );
  const hidden = seriesStyles(theme, 1, options, switched)[0].hidden;
  return shared ? (
    <>
      {view}
      <div style={{ height: LEGEND_HEIGHT, overflow: 'hidden' }}>
        <ChartLegend
          series={charts[0].series}
          mode="list"
          bare
          hasEarlier={charts.some(({ series }) => earlierOf(series).length > 0)}
          isHidden={(one) => typeof one === 'string' && hidden.has(one)}
          onToggle={(one) => setSwitched((before) => toggled(before, one))}
        />
      </div>
    </>
  ) : (
    view
  );
}

function chartsOf(series: ChartSeries[], annotations: PanelData['annotations'], options: Options): Chart[] {
  const together = options.layout === 'together' && series.length > 1;
  const groups = together ? [series] : series.map((one) => [one]);
  return groups.map((group) => {
    const incidents = options.showIncidents ? [...byId(group.flatMap((one) => [...one.incidents]))] : [];
    return { series: group, regions: [...incidents, ...annotationRegions(annotations, incidents)] };
  });
}

/** Each incident once, however many series it is seen in. */
function byId(regions: IncidentRegion[]): Iterable<IncidentRegion> {
  return new Map(regions.map((region, index) => [region.id ?? index, region])).values();
}

/** The same series keeps its chart when others come and go. */
function keyOf({ frame, name }: ChartSeries, index: number): string {
  const labels = frame.fields.find((field) => field.labels)?.labels;
  return `${frame.refId ?? ''} ${name || index} ${labels ? JSON.stringify(labels) : ''}`;
}

function whyNothing({ series, state, errors }: PanelData): string {
  const failure = errors?.[0];
  if (state === LoadingState.Error || failure) {
    return failure?.message ?? failure?.data?.message ?? t('forecast-panel.state.error', 'The query failed');
  }
  return series.length === 0
    ? t('forecast-panel.state.empty', 'No data in this time range')
    : t('forecast-panel.state.unknown', 'These data have no field named real or mean: use a Presage query');
}

const getStyles = (theme: GrafanaTheme2) => ({
  charts: css({ display: 'grid', columnGap: GRID_GAP, alignContent: 'start', overflowY: 'auto', overflowX: 'hidden' }),
  empty: css({
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
});
