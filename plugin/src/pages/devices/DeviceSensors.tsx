import { t } from '@grafana/i18n';
import { CellProps, Column, InteractiveTable, Stack, Text } from '@grafana/ui';
import React, { useMemo } from 'react';

import { Device, Sensor } from './answers';
import { isSilent } from './Reading';
import { limitWords, sensorKind, sensorRows, sensorValue, standingOf, standingWord } from './sensors';

/** Rows on a page of the list. */
const PAGE_SIZE = 20;

type Cell = CellProps<Sensor>;

/** What the sensors of a device showed last, those beyond a limit of the device itself first; nothing where it has none. */
export function DeviceSensors({ device }: { device: Pick<Device, 'sensors' | 'state'> }) {
  const { sensors = [] } = device;
  const rows = useMemo(() => sensorRows(sensors), [sensors]);
  const columns = columnsOf();
  if (rows.length === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3">
        {isSilent(device) ? t('devices.sensors-last-known', 'Sensors, last known') : t('devices.sensors', 'Sensors')}
      </Text>
      <InteractiveTable columns={columns} data={rows} getRowId={rowId} pageSize={PAGE_SIZE} />
    </Stack>
  );
}

const rowId = ({ kind, component }: Sensor) => `${kind} ${component}`;

function columnsOf(): Array<Column<Sensor>> {
  return [
    {
      id: 'kind',
      header: t('devices.sensor.kind', 'Measures'),
      cell: ({ row: { original } }: Cell) => <>{sensorKind(original.kind)}</>,
    },
    {
      id: 'name',
      header: t('devices.sensor.name', 'Sensor'),
      cell: ({ row: { original } }: Cell) => <>{original.name || original.component}</>,
    },
    {
      id: 'value',
      header: t('devices.sensor.value', 'Now'),
      cell: ({ row: { original } }: Cell) => <Value sensor={original} />,
    },
    {
      id: 'limits',
      header: t('devices.sensor.limits', 'In order, says the device'),
      cell: ({ row: { original } }: Cell) => <>{limitWords(original)}</>,
    },
  ];
}

function Value({ sensor }: { sensor: Sensor }) {
  const standing = standingOf(sensor);
  const beyond = standing === 'critical' || standing === 'warning';
  const word = beyond && sensor.kind !== 'state' ? ` · ${standingWord(standing)}` : '';
  return (
    <Text color={standing === 'critical' ? 'error' : standing === 'warning' ? 'warning' : 'primary'}>
      {`${sensorValue(sensor)}${word}`}
    </Text>
  );
}
