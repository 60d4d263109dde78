import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, IconButton, Input, useStyles2 } from '@grafana/ui';
import React from 'react';

import { Mark } from '../incidents/Mark';
import { severityWord } from '../incidents/words';
import { columnTitle } from './columns';
import { Incident } from './types';
import { isOutOfSight, movedLeft, SEVERITIES, View } from './view';

interface Props {
  incidents: Incident[];
  view: View;
  onChange: (change: Partial<View>) => void;
  onDownload: () => void;
}

/** Counts by severity, which filter too, search, choice of columns, and the download. */
export function Toolbar({ incidents, view, onChange, onDownload }: Props) {
  const styles = useStyles2(getStyles);
  const shown = incidents.filter((incident) => view.hidden || !isOutOfSight(incident));
  const outOfSight = incidents.filter(isOutOfSight).length;
  const toggled = <T,>(list: T[], one: T) =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  return (
    <div className={styles.bar}>
      {SEVERITIES.map((severity) => (
        <Button
          key={severity}
          size="sm"
          variant={view.severities.includes(severity) ? 'primary' : 'secondary'}
          fill="outline"
          aria-pressed={view.severities.includes(severity)}
          onClick={() => onChange({ severities: toggled(view.severities, severity) })}
        >
          <Mark phase={severity === 'warning' ? 'predicted' : 'active'} severity={severity} size={14} />
          <span className={styles.count}>
            {shown.filter((incident) => incident.severity === severity).length} {severityWord(severity)}
          </span>
        </Button>
      ))}
      <div className={styles.search}>
        <Input
          aria-label={t('incidents.search', 'Search incidents')}
          placeholder={t('incidents.search', 'Search incidents')}
          value={view.search}
          onChange={(event) => onChange({ search: event.currentTarget.value })}
        />
      </div>
      {(outOfSight > 0 || view.hidden) && (
        <Checkbox
          label={t('incidents.hidden', 'Out of sight: {{number}}', { number: outOfSight })}
          value={view.hidden}
          onChange={(event) => onChange({ hidden: event.currentTarget.checked })}
        />
      )}
      <details className={styles.columns}>
        <summary>{t('incidents.columns', 'Columns')}</summary>
        <div className={styles.menu}>
          {view.order.map((column, index) => (
            <div key={column} className={styles.column}>
              <Checkbox
                label={columnTitle(column)}
                value={!view.without.includes(column)}
                disabled={column === 'title'}
                onChange={() => onChange({ without: toggled(view.without, column), page: view.page })}
              />
              <IconButton
                name="arrow-up"
                size="sm"
                disabled={index === 0}
                aria-label={t('incidents.move-left', 'Move the column {{column}} to the left', {
                  column: columnTitle(column),
                })}
                onClick={() => onChange({ order: movedLeft(view.order, column), page: view.page })}
              />
            </div>
          ))}
        </div>
      </details>
      <Button size="sm" variant="secondary" fill="outline" icon="download-alt" onClick={onDownload}>
        CSV
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  count: css({ marginLeft: theme.spacing(0.5) }),
  search: css({ flex: '1 1 160px', maxWidth: 320 }),
  columns: css({
    position: 'relative',
    fontSize: theme.typography.bodySmall.fontSize,
    '& > summary': { cursor: 'pointer' },
  }),
  column: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
  menu: css({
    position: 'absolute',
    right: 0,
    zIndex: theme.zIndex.dropdown,
    display: 'flex',
    flexDirection: 'column',
    width: 'max-content',
    padding: theme.spacing(1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    boxShadow: theme.shadows.z3,
  }),
});
