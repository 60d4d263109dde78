import { css } from '@emotion/css';
import { dateTime, GrafanaTheme2, PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Alert, Pagination, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { ActionBar } from './ActionBar';
import { ActionRequest, dataSourceOf, isNarrowed } from './backend';
import { toCsv } from './csv';
import { IncidentTable } from './IncidentTable';
import { answeredAt, readIncidents } from './readIncidents';
import { Toolbar } from './Toolbar';
import { Options } from './types';
import { useActions } from './useActions';
import { useView } from './useView';
import { arrange } from './view';
import { failureOf, whyNothing } from './whyNothing';

const clock = () => dateTime().valueOf();

/** The incidents of the query as a table, with what operators do about them. */
export function IncidentsPanel({ id, data, options, timeZone, width, height }: PanelProps<Options>) {
  const styles = useStyles2(getStyles);
  const [view, change] = useView(id);
  const [chosen, setChosen] = useState(new Set<string>());
  const uid = dataSourceOf(data.request);
  const { act, busy, problem, current } = useActions(uid);
  const unknown = whyNothing(data);
  if (unknown !== undefined) {
    return (
      <div className={styles.state} role="status" data-testid="panel-state">
        {unknown}
      </div>
    );
  }
  // Of several queries, some may have failed: what the others brought is shown, but is not all.
  const failure = failureOf(data);
  const incidents = readIncidents(data.series).map(current);
  const families = arrange(incidents, view, options.tree);
  const pages = Math.max(1, Math.ceil(families.length / options.pageSize));
  const page = Math.min(view.page, pages - 1);
  const shown = families.slice(page * options.pageSize, (page + 1) * options.pageSize);
  const asked = data.request?.endTime ?? clock();
  const answered = answeredAt(data.series) ?? asked;
  /** Of the backend's clock, which alone says how old an incident is. */
  const now = () => answered + Math.max(0, clock() - asked);
  const rows = families.flat().map(({ incident }) => incident);
  const mayOperate = uid !== undefined && config.bootData.user.orgRole !== 'Viewer';
  const targets = rows.filter((incident) => chosen.has(incident.id));
  /** What it could not be done to stays chosen. */
  const operate = async (request: ActionRequest) => {
    const done = await act(
      targets.map((target) => target.id),
      request
    );
    setChosen((before) => new Set([...before].filter((one) => !done.includes(one))));
    return done.length === targets.length;
  };
  return (
    <div className={styles.panel} style={{ width, height }}>
      {failure === undefined ? (
        <Toolbar incidents={incidents} view={view} onChange={change} onDownload={() => download(toCsv(rows))} />
      ) : (
        <Alert title={failure} severity="error" />
      )}
      {mayOperate && targets.length > 0 && (
        <ActionBar
          states={targets.map(({ operator }) => operator)}
          busy={busy}
          now={now}
          timeZone={timeZone}
          onAct={operate}
        />
      )}
      {problem !== undefined && <Alert title={problem} severity="error" />}
      <div className={styles.rows}>
        {shown.length === 0 ? (
          <div className={styles.state} role="status" data-testid="panel-state">
            {incidents.length === 0 && failure === undefined && !isNarrowed(data.request)
              ? t('incidents.state.none', 'Nothing is broken, nothing is foreseen')
              : t('incidents.state.filtered', 'No incident matches what is chosen above')}
          </div>
        ) : (
          <IncidentTable
            families={shown}
            view={view}
            onChange={change}
            now={now()}
            timeZone={timeZone}
            uid={uid}
            chosen={mayOperate ? chosen : undefined}
            onChoose={setChosen}
          />
        )}
      </div>
      {pages > 1 && (
        <Pagination currentPage={page + 1} numberOfPages={pages} onNavigate={(to) => change({ page: to - 1 })} />
      )}
    </div>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'incidents.csv';
  link.click();
  URL.revokeObjectURL(url);
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minHeight: 0 }),
  rows: css({ flex: 1, minHeight: 0, overflow: 'auto' }),
  state: css({
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
});
