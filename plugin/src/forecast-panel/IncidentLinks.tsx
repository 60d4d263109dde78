import { css } from '@emotion/css';
import { GrafanaTheme2, locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

import { IncidentRegion } from './types';

const PAGE = '/a/presage-netops-app/incidents/';

/** The marked incidents as links, for those who use a keyboard or have the page read to them; shown while one has the focus. */
export const IncidentLinks = React.forwardRef<HTMLDivElement, { regions: readonly IncidentRegion[] }>(
  function IncidentLinks({ regions }, ref) {
    const styles = useStyles2(getStyles);
    const linked = regions.filter(({ id }) => id !== undefined);
    if (linked.length === 0) {
      return null;
    }
    return (
      <div
        ref={ref}
        role="group"
        className={styles.links}
        aria-label={t('forecast-panel.incidents', 'Incidents in this chart')}
      >
        {linked.map(({ id = '', title }) => (
          <a key={id} href={locationUtil.assureBaseUrl(PAGE + encodeURIComponent(id))} data-incident={id}>
            {title}
          </a>
        ))}
      </div>
    );
  }
);

/** Follows the link of an incident as a click on it does, so that Grafana changes the page without loading it anew. */
export function follow(links: HTMLElement | null, { id }: IncidentRegion): void {
  for (const link of links?.querySelectorAll<HTMLAnchorElement>('a[data-incident]') ?? []) {
    if (link.dataset.incident === id) {
      link.click();
      return;
    }
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  links: css({
    position: 'absolute',
    top: 0,
    left: 0,
    zIndex: 1,
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    '& a': { color: theme.colors.text.link },
    '&:not(:focus-within)': { clipPath: 'inset(50%)', width: 1, height: 1, overflow: 'hidden', padding: 0 },
  }),
});
