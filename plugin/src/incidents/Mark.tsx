import { useTheme2 } from '@grafana/ui';
import React from 'react';

import { chartColors } from '../forecast-panel/colors';
import { Phase, Severity } from './words';

interface Props {
  phase: Phase;
  severity: Severity;
  size?: number;
}

/** An incident at a glance, by shape as much as by colour: octagon, triangle, circle; a clock for what is to come. */
export function Mark({ phase, severity, size = 22 }: Props) {
  const theme = useTheme2();
  const { broken, coming } = chartColors(theme);
  const { success, text } = theme.colors;
  const ink = theme.isDark ? '#1a1020' : '#fff';
  const stroke = { fill: 'none', strokeWidth: 2, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
  const shape = () => {
    if (phase === 'predicted') {
      return <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2.5" stroke={coming} {...stroke} />;
    }
    if (phase === 'cleared') {
      return <path d="M5 12.5l4.5 4.5L19 7.5" stroke={success.text} {...stroke} />;
    }
    if (phase === 'expired') {
      return <path d="M6 12h12" stroke={text.secondary} {...stroke} />;
    }
    const outline = {
      critical: 'M8 2h8l6 6v8l-6 6H8l-6-6V8z',
      major: 'M12 2.5L22.5 21h-21z',
      minor: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
      warning: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
    }[severity];
    return (
      <>
        <path d={outline} fill={broken} />
        <path d={severity === 'major' ? 'M12 10v4.5M12 17.7v.1' : 'M12 7v6M12 16.6v.1'} stroke={ink} {...stroke} />
      </>
    );
  };
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden style={{ flex: 'none' }}>
      {shape()}
    </svg>
  );
}
