import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, FilterPill, Stack, useStyles2 } from '@grafana/ui';
import React from 'react';

import { localNumber } from '../../incidents/words';
import { Device, DeviceLoad, DeviceState } from './answers';
import { DeviceTable } from './DeviceTable';
import { chosenRows, deviceRows, stateCounts } from './rows';
import { stateWord } from './words';

interface Props {
  devices: Device[];
  loads: DeviceLoad[];
  search: string;
  states: DeviceState[];
  onSearch: (search: string) => void;
  onStates: (states: DeviceState[]) => void;
}

/** The devices with what filters them. */
export function DeviceList({ devices, loads, search, states, onSearch, onStates }: Props) {
  const styles = useStyles2(getStyles);
  const rows = chosenRows(deviceRows(devices, loads), search, states);
  const toggle = (state: DeviceState) =>
    onStates(states.includes(state) ? states.filter((one) => one !== state) : [...states, state]);
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <div className={styles.search}>
          <FilterInput
            value={search}
            onChange={onSearch}
            aria-label={t('devices.search', 'Search devices')}
            placeholder={t('devices.search-placeholder', 'Name, address, site, NAS …')}
            escapeRegex={false}
          />
        </div>
        {stateCounts(devices).map(([state, count]) => (
          <FilterPill
            key={state}
            selected={states.includes(state)}
            label={`${stateWord(state)}: ${localNumber(count)}`}
            onClick={() => toggle(state)}
          />
        ))}
      </Stack>
      {rows.length === 0 ? (
        <p>
          {devices.length === 0
            ? t(
                'devices.none',
                'No devices are configured: they are listed under devices in the configuration of Presage.'
              )
            : t('devices.none-match', 'No device matches what is looked for.')}
        </p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('devices.list', 'Devices')}>
          <DeviceTable rows={rows} since={(time) => dateTimeFormat(time)} />
        </div>
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  search: css({ flex: '1 1 240px', maxWidth: 420 }),
  scroll: css({
    minWidth: 0,
    overflowX: 'auto',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
});
