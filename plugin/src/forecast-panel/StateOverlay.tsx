import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

export interface ChartState {
  empty: boolean;
  learningHours: number;
  /** Time of the newest real value where it is too old; undefined where all is well. */
  staleSince: number | undefined;
}

/** Says why a chart shows less than one expects: no data yet, too little history for a forecast to be trusted, or nothing new. */
export function StateOverlay({ state, timeZone }: { state: ChartState; timeZone: string }) {
  const styles = useStyles2(getStyles);
  const text = textOf(state, timeZone);
  if (text === undefined) {
    return null;
  }
  return (
    <div className={state.empty ? styles.center : styles.corner} role="status" data-testid="panel-state">
      {text}
    </div>
  );
}

function textOf({ empty, learningHours, staleSince }: ChartState, timeZone: string): string | undefined {
  if (learningHours > 0) {
    return t(
      'forecast-panel.state.learning',
      'Learning: {{hours}} more hours of history until forecasts can be trusted',
      {
        hours: learningHours,
      }
    );
  }
  if (empty) {
    return t('forecast-panel.state.empty', 'No data in this time range');
  }
  return staleSince === undefined
    ? undefined
    : t('forecast-panel.state.stale', 'No new values since {{time}}', {
        time: dateTimeFormat(staleSince, { timeZone, format: 'YYYY-MM-DD HH:mm' }),
      });
}

const getStyles = (theme: GrafanaTheme2) => {
  const label = {
    position: 'absolute',
    pointerEvents: 'none',
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    maxWidth: '90%',
  } as const;
  return {
    center: css({ ...label, top: '40%', left: '50%', transform: 'translate(-50%, -50%)', width: 'max-content' }),
    corner: css({ ...label, top: theme.spacing(5), right: theme.spacing(5) }),
  };
};
