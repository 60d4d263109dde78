import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** Outlines on a grid of 24; Grafana's own icons are files that only Grafana serves. */
const ICONS = {
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z',
  enlarge: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7',
  shrink: 'M20 10h-6V4M14 10l7-7M4 14h6v6M10 14l-7 7',
  zoomOut: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21M7.5 10.5h6',
};

interface Props {
  icon: keyof typeof ICONS;
  label: string;
  onClick: () => void;
}

/** A button that shows an icon and is named for those who do not see it. */
export function PageButton({ icon, label, onClick }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <button type="button" className={styles.button} title={label} aria-label={label} onClick={onClick}>
      <svg viewBox="0 0 24 24" width={16} height={16} fill="none" stroke="currentColor" strokeWidth={2} aria-hidden>
        <path d={ICONS[icon]} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'inline-flex',
    padding: theme.spacing(0.5),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    color: theme.colors.text.secondary,
    cursor: 'pointer',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
  }),
});
