import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, CellProps, Column, InteractiveTable, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';

import { localNumber } from '../../incidents/words';
import { devicePath } from './paths';
import { isSilent, Reading } from './Reading';
import { DeviceRow, stateRank } from './rows';
import { directionWord, percent, reasonWords, stateColor, stateIcon, stateWord } from './words';

/** Rows on a page of the list. */
const PAGE_SIZE = 50;

interface Props {
  rows: DeviceRow[];
  /** Writes a time. */
  since: (time: number) => string;
}

/** Devices with how each is doing; a column is sorted by its head. */
export function DeviceTable({ rows, since }: Props) {
  const columns = useMemo(() => columnsOf(since), [since]);
  return <InteractiveTable columns={columns} data={rows} getRowId={({ id }) => id} pageSize={PAGE_SIZE} />;
}

type Cell = CellProps<DeviceRow>;
type Sorted = { original: DeviceRow };

/** Sorts by a number; what is not known is least. */
const byNumber = (of: (row: DeviceRow) => number | null | undefined) => (a: Sorted, b: Sorted) =>
  (of(a.original) ?? -Infinity) - (of(b.original) ?? -Infinity) || 0;

const gauge = (row: DeviceRow, value: number | null | undefined, unit: string) =>
  value === null || value === undefined ? (
    <>–</>
  ) : (
    <Reading device={row}>{`${localNumber(Math.round(value))} ${unit}`}</Reading>
  );

function columnsOf(since: (time: number) => string): Array<Column<DeviceRow>> {
  return [
    {
      id: 'name',
      header: t('devices.column.name', 'Device'),
      cell: ({ row: { original } }: Cell) => (
        <Stack direction="column" gap={0}>
          <TextLink href={devicePath(original.id)} inline={false}>
            {original.name}
          </TextLink>
          <Text variant="bodySmall" color="secondary">
            {original.address}
          </Text>
        </Stack>
      ),
      sortType: (a: Sorted, b: Sorted) => a.original.name.localeCompare(b.original.name, undefined, { numeric: true }),
    },
    {
      id: 'state',
      header: t('devices.column.state', 'State'),
      cell: ({ row: { original } }: Cell) => <State row={original} since={since} />,
      sortType: byNumber(({ state }) => stateRank(state)),
    },
    {
      id: 'site',
      header: t('devices.column.site', 'Site'),
      cell: ({ row: { original } }: Cell) => (
        <Stack direction="column" gap={0}>
          <span>{original.site || '–'}</span>
          {original.nas.length > 0 && (
            <Text variant="bodySmall" color="secondary">{`NAS ${original.nas.join(', ')}`}</Text>
          )}
        </Stack>
      ),
      sortType: (a: Sorted, b: Sorted) => a.original.site.localeCompare(b.original.site),
    },
    {
      id: 'profile',
      header: t('devices.column.profile', 'Profile'),
      cell: ({ row: { original } }: Cell) => <>{original.profile ?? '–'}</>,
      sortType: (a: Sorted, b: Sorted) => (a.original.profile ?? '').localeCompare(b.original.profile ?? ''),
    },
    {
      id: 'cpu',
      header: t('devices.column.cpu', 'CPU'),
      cell: ({ row: { original } }: Cell) => gauge(original, original.cpuPercent, '%'),
      sortType: byNumber(({ cpuPercent }) => cpuPercent),
    },
    {
      id: 'memory',
      header: t('devices.column.memory', 'Memory'),
      cell: ({ row: { original } }: Cell) => gauge(original, original.memoryPercent, '%'),
      sortType: byNumber(({ memoryPercent }) => memoryPercent),
    },
    {
      id: 'celsius',
      header: t('devices.column.celsius', 'Hottest'),
      cell: ({ row: { original } }: Cell) => gauge(original, original.celsius, '°C'),
      sortType: byNumber(({ celsius }) => celsius),
    },
    {
      id: 'load',
      header: t('devices.column.load', 'Busiest interface'),
      cell: ({ row: { original } }: Cell) => <Busiest row={original} />,
      sortType: byNumber(({ load }) => load?.load),
    },
    {
      id: 'incidents',
      header: t('devices.column.incidents', 'Open incidents'),
      cell: ({ row: { original } }: Cell) => (
        <Text color={original.incidents.length > 0 ? 'error' : 'secondary'}>
          {localNumber(original.incidents.length)}
        </Text>
      ),
      sortType: byNumber(({ incidents }) => incidents.length),
    },
  ];
}

function State({ row, since }: { row: DeviceRow; since: (time: number) => string }) {
  const styles = useStyles2(getStyles);
  const why = reasonWords(row);
  return (
    <div className={styles.state}>
      <Badge
        text={stateWord(row.state)}
        color={stateColor(row.state)}
        icon={stateIcon(row.state)}
        tooltip={
          row.stateSince === null
            ? undefined
            : t('devices.since', 'Since {{time}}', {
                time: since(row.stateSince),
                interpolation: { escapeValue: false },
              })
        }
      />
      {why !== '' && (
        <Text variant="bodySmall" color="secondary">
          {why}
        </Text>
      )}
    </div>
  );
}

function Busiest({ row }: { row: DeviceRow }) {
  const { load, busiest } = row;
  if (!load) {
    return <>–</>;
  }
  return (
    <Stack direction="column" gap={0}>
      <div>
        <Reading device={row}>{percent(load.load)}</Reading>
        {load.expected !== null && !isSilent(row) && (
          <Text color={load.expected >= 0.9 ? 'warning' : 'secondary'}>
            {' '}
            {t('devices.expected', '→ {{load}} expected', { load: percent(load.expected) })}
          </Text>
        )}
      </div>
      <Text variant="bodySmall" color="secondary">{`${busiest}, ${directionWord(load.field)}`}</Text>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  state: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: theme.spacing(0.5),
    minWidth: 160,
    maxWidth: 320,
  }),
});
