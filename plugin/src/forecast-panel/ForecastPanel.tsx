import { css } from '@emotion/css';
import { GrafanaTheme2, PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { ForecastChart } from './ForecastChart';
import { isForecastFrame } from './frames';
import { Options } from './types';

const SMALLEST_CHART = 140;
const TITLE_HEIGHT = 22;

/** The frames one below the other, each a chart; they scroll when there is too little room for all. */
export function ForecastPanel({
  data,
  options,
  timeRange,
  timeZone,
  width,
  height,
  onChangeTimeRange,
}: PanelProps<Options>) {
  const styles = useStyles2(getStyles);
  const frames = data.series.filter(isForecastFrame);
  if (frames.length === 0) {
    return (
      <div className={styles.empty} data-testid="panel-state">
        {data.series.length === 0
          ? t('forecast-panel.state.empty', 'No data in this time range')
          : t('forecast-panel.state.unknown', 'These data have no field named real or mean: use a Presage query')}
      </div>
    );
  }
  const several = frames.length > 1;
  const chartHeight = Math.max(several ? SMALLEST_CHART : 0, height / frames.length - (several ? TITLE_HEIGHT : 0));
  return (
    <div className={styles.charts} style={{ width, height }}>
      {frames.map((frame, index) => (
        <div key={`${frame.refId ?? ''} ${frame.name ?? index}`}>
          {several && <div className={styles.title}>{frame.name}</div>}
          <ForecastChart
            frame={frame}
            options={options}
            range={[timeRange.from.valueOf(), timeRange.to.valueOf()]}
            timeZone={timeZone}
            width={width}
            height={chartHeight}
            onZoom={onChangeTimeRange}
          />
        </div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  charts: css({ overflowY: 'auto', overflowX: 'hidden' }),
  title: css({
    height: TITLE_HEIGHT,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  empty: css({
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
});
