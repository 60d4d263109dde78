import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Checkbox, IconButton, useStyles2 } from '@grafana/ui';
import React, { Fragment, useState } from 'react';

import { incidentTitle } from '../incidents/words';
import { cellOf, columnTitle, isNumeric, isShort } from './columns';
import { Detail } from './Detail';
import { Column, Row, View } from './view';

interface Props {
  families: Row[][];
  view: View;
  onChange: (change: Partial<View>) => void;
  now: number;
  timeZone: string;
  /** The data source that knows more of an incident; undefined when there is none. */
  uid: string | undefined;
  /** The ids that are chosen; undefined for those who may only read. */
  chosen: Set<string> | undefined;
  onChoose: (chosen: Set<string>) => void;
}

export function IncidentTable({ families, view, onChange, now, timeZone, uid, chosen, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const [opened, setOpened] = useState(new Set<string>());
  const [folded, setFolded] = useState(new Set<string>());
  const columns = view.order.filter((column) => !view.without.includes(column));
  const rows = families.flatMap((family) => (folded.has(family[0].incident.id) ? family.slice(0, 1) : family));
  const symptomsOf = new Map(families.map((family) => [family[0].incident.id, family.length - 1]));
  const ids = rows.map(({ incident }) => incident.id);
  const areAllChosen = chosen !== undefined && ids.every((id) => chosen.has(id));
  const span = columns.length + (uid ? 1 : 0) + (chosen ? 1 : 0);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {chosen && (
            <th className={styles.narrow}>
              <Checkbox
                aria-label={t('incidents.choose-all', 'Choose all on this page')}
                value={ids.length > 0 && areAllChosen}
                onChange={() => onChoose(areAllChosen ? new Set() : new Set(ids))}
              />
            </th>
          )}
          {uid && (
            <th className={styles.narrow}>
              <span className={styles.unseen}>{t('incidents.history', 'History')}</span>
            </th>
          )}
          {columns.map((column) => (
            <SortHeader key={column} column={column} view={view} onChange={onChange} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ incident, depth }) => {
          const { id, changedAt } = incident;
          const symptoms = depth === 0 ? (symptomsOf.get(id) ?? 0) : 0;
          const named = { incident: `${incidentTitle(incident)} ${incident.place}` };
          return (
            <Fragment key={id}>
              <tr data-testid={`incident-${id}`}>
                {chosen && (
                  <td className={styles.narrow}>
                    <Checkbox
                      aria-label={t('incidents.choose', 'Choose {{incident}}', named)}
                      value={chosen.has(id)}
                      onChange={() => onChoose(toggled(chosen, id))}
                    />
                  </td>
                )}
                {uid && (
                  <td className={styles.narrow}>
                    <IconButton
                      name={opened.has(id) ? 'angle-down' : 'angle-right'}
                      aria-label={t('incidents.open', 'History of {{incident}}', named)}
                      aria-expanded={opened.has(id)}
                      onClick={() => setOpened(toggled(opened, id))}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column} className={classOf(column, styles)}>
                    {column === 'title' && depth > 0 && (
                      <span aria-hidden style={{ paddingLeft: (depth - 1) * 16 }}>
                        └{' '}
                      </span>
                    )}
                    {cellOf(incident, column, now, timeZone)}
                    {column === 'title' && symptoms > 0 && (
                      <button
                        type="button"
                        className={styles.fold}
                        aria-expanded={!folded.has(id)}
                        onClick={() => setFolded(toggled(folded, id))}
                      >
                        {t('incidents.explains', 'explains {{number}} more', { number: symptoms })}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
              {uid && opened.has(id) && (
                <tr>
                  <td colSpan={span}>
                    <Detail uid={uid} id={id} changedAt={changedAt} timeZone={timeZone} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

function SortHeader({ column, view, onChange }: Pick<Props, 'view' | 'onChange'> & { column: Column }) {
  const styles = useStyles2(getStyles);
  const sorted = view.sort === column;
  return (
    <th
      aria-sort={sorted ? (view.descending ? 'descending' : 'ascending') : 'none'}
      className={isNumeric(column) ? styles.number : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onChange({ sort: column, descending: sorted ? !view.descending : true })}
      >
        {columnTitle(column)}
        {sorted && <span aria-hidden>{view.descending ? ' ↓' : ' ↑'}</span>}
      </button>
    </th>
  );
}

function toggled(set: Set<string>, one: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(one)) {
    next.add(one);
  }
  return next;
}

function classOf(column: Column, styles: ReturnType<typeof getStyles>): string | undefined {
  if (isNumeric(column)) {
    return styles.number;
  }
  if (column === 'title' || column === 'place') {
    return styles[column];
  }
  return isShort(column) ? styles.short : undefined;
}

const getStyles = (theme: GrafanaTheme2) => {
  const plain = { padding: 0, border: 'none', background: 'none', font: 'inherit', color: 'inherit' } as const;
  return {
    table: css({
      width: '100%',
      borderCollapse: 'collapse',
      '& th': { textAlign: 'left', color: theme.colors.text.secondary, whiteSpace: 'nowrap' },
      '& th, & td': {
        padding: theme.spacing(0.5, 1),
        borderBottom: `1px solid ${theme.colors.border.weak}`,
        verticalAlign: 'top',
      },
      '& tbody tr:hover': { background: theme.colors.action.hover },
      '& td a': { color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } },
      '& td > svg': { verticalAlign: 'text-bottom' },
    }),
    narrow: css({ width: 28 }),
    number: css({ '&&': { textAlign: 'right' }, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
    short: css({ whiteSpace: 'nowrap' }),
    title: css({ minWidth: '12em' }),
    place: css({ minWidth: '8em' }),
    sort: css({ ...plain, fontWeight: theme.typography.fontWeightMedium }),
    fold: css({ ...plain, marginLeft: theme.spacing(1), textAlign: 'left', color: theme.colors.text.link }),
    unseen: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
  };
};
