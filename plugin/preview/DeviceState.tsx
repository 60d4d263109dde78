import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from '../src/forecast-panel/colors';
import { DeviceAnswer } from './api';
import { stateWord } from './wording';

interface Props {
  device: DeviceAnswer;
  /** At most two lines; the whole reason is in the tooltip then. */
  brief?: boolean;
}

/** The state of a device in a word, with the reason unless all is well. */
export function DeviceState({ device: { state, reason }, brief = false }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const color = {
    new: theme.colors.text.secondary,
    up: theme.colors.success.text,
    slow: theme.colors.warning.text,
    faulty: theme.colors.warning.text,
    'auth failed': theme.colors.warning.text,
    'wrong profile': theme.colors.warning.text,
    unreachable: chartColors(theme).broken,
  }[state];
  const shape = state === 'up' ? 'M1 6l3.2 3.2L11 2.5' : state === 'new' ? 'M2 6h8' : 'M2 2l8 8M10 2l-8 8';
  return (
    <span className={styles.state}>
      <svg viewBox="0 0 12 12" width={10} height={10} fill="none" stroke={color} strokeWidth={2} aria-hidden>
        <path d={shape} strokeLinecap="round" />
      </svg>
      <span className={brief ? styles.brief : undefined} title={brief ? reason : undefined}>
        <span style={{ color }}>{stateWord(state)}</span>
        {state !== 'up' && reason && <span className={styles.reason}> · {reason}</span>}
      </span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  state: css({
    display: 'inline-flex',
    alignItems: 'baseline',
    gap: theme.spacing(0.5),
    overflowWrap: 'anywhere',
    '& > svg': { flex: 'none' },
  }),
  brief: css({ display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: 2, overflow: 'hidden' }),
  reason: css({ color: theme.colors.text.secondary }),
});
