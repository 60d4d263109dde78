import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  empty: boolean;
  learningHours: number;
}

/** Says why a chart shows less than one expects: no data yet, or too little history for a forecast. */
export function StateOverlay({ empty, learningHours }: Props) {
  const styles = useStyles2(getStyles);
  if (!empty && learningHours <= 0) {
    return null;
  }
  const text =
    learningHours > 0
      ? t('forecast-panel.state.learning', 'Learning: {{hours}} more hours of history until the first forecast', {
          hours: learningHours,
        })
      : t('forecast-panel.state.empty', 'No data in this time range');
  return (
    <div className={empty ? styles.center : styles.corner} role="status" data-testid="panel-state">
      {text}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const label = {
    position: 'absolute',
    pointerEvents: 'none',
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  } as const;
  return {
    center: css({
      ...label,
      top: '40%',
      left: '50%',
      transform: 'translate(-50%, -50%)',
      width: 'max-content',
      maxWidth: '90%',
    }),
    corner: css({ ...label, top: theme.spacing(2), right: theme.spacing(3) }),
  };
};
