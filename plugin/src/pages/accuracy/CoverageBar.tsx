import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../../incidents/words';
import { Fit, fitOf } from './verdict';
import { fitWord } from './words';

interface Props {
  /** Part of real values within the interval, 0–1; null when not known. */
  value: number | null;
  nominal: number;
}

/** A bar of the coverage with a line where it should end. */
export function CoverageBar({ value, nominal }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  if (value === null) {
    return <>–</>;
  }
  const fit = fitOf(value, nominal);
  return (
    <div title={fitWord(fit)}>
      <div className={styles.measure}>
        <span className={styles.number}>{`${localNumber(Math.round(value * 100))} %`}</span>
        <span className={styles.bar} aria-hidden>
          <span className={styles.fill} style={{ width: `${value * 100}%`, background: colorOf(fit, theme) }} />
          <span className={styles.mark} style={{ left: `${nominal * 100}%` }} />
        </span>
      </div>
      {fit !== 'right' && <span className={styles.words}>{fitWord(fit)}</span>}
    </div>
  );
}

function colorOf(fit: Fit, { colors }: GrafanaTheme2): string {
  const byFit: Record<Fit, string> = {
    right: colors.success.main,
    wide: colors.info.main,
    narrow: colors.warning.main,
    'too-narrow': colors.error.main,
  };
  return byFit[fit];
}

const getStyles = (theme: GrafanaTheme2) => ({
  measure: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  number: css({ minWidth: '3.5em', textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  bar: css({
    position: 'relative',
    display: 'inline-block',
    width: 64,
    height: 8,
    flex: 'none',
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  fill: css({ display: 'block', height: '100%', borderRadius: theme.shape.radius.default }),
  mark: css({ position: 'absolute', top: -3, bottom: -3, width: 2, background: theme.colors.text.primary }),
  words: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
