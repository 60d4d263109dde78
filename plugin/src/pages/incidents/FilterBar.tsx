import { t } from '@grafana/i18n';
import { Combobox, ComboboxOption, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';

import { IncidentKind } from '../../datasource/resources';
import { PHASES, State } from '../../datasource/types';
import { incidentTitle, phaseWord } from '../../incidents/words';
import { Device } from '../devices/answers';
import { Filters } from './filters';

interface Props {
  filters: Filters;
  /** The kinds of incidents that Presage knows. */
  kinds: readonly IncidentKind[];
  devices: readonly Device[];
  onChange: (part: Partial<Filters>) => void;
}

/** Chooses which incidents are shown. */
export function FilterBar({ filters: { state, kind, device, phase }, kinds: known, devices, onChange }: Props) {
  const kinds = known.map((one) => ({ value: one.kind, label: incidentTitle({ ...one, phase: 'active' }) }));
  const names = devices.map(({ id, name }) => ({ value: id, label: name }));
  const phases = PHASES.map((value) => ({ value, label: phaseWord(value) }));
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <RadioButtonGroup<State>
        id="incidents-state"
        aria-label={t('incident-pages.filter.state', 'Which')}
        value={state}
        options={[
          { value: 'open', label: t('incident-pages.filter.open', 'Open now') },
          { value: 'all', label: t('incident-pages.filter.of-time', 'All of the time range') },
        ]}
        onChange={(wanted) => onChange({ state: wanted })}
      />
      <Choice
        name={t('incident-pages.filter.kind', 'Any kind')}
        {...{ value: kind, options: kinds }}
        onChange={(wanted) => onChange({ kind: wanted })}
      />
      <Choice
        name={t('incident-pages.filter.device', 'Any device')}
        {...{ value: device, options: names }}
        onChange={(wanted) => onChange({ device: wanted })}
      />
      <Choice
        name={t('incident-pages.filter.phase', 'Any phase')}
        {...{ value: phase, options: phases }}
        onChange={(wanted) => onChange({ phase: PHASES.find((one) => one === wanted) ?? '' })}
      />
    </Stack>
  );
}

interface ChoiceProps {
  /** What is shown where nothing is chosen. */
  name: string;
  value: string;
  options: Array<ComboboxOption<string>>;
  onChange: (value: string) => void;
}

const Choice = ({ name, value, options, onChange }: ChoiceProps) => (
  <Combobox
    aria-label={name}
    placeholder={name}
    isClearable
    width={26}
    value={value === '' ? null : value}
    options={options}
    onChange={(chosen) => onChange(chosen?.value ?? '')}
  />
);
