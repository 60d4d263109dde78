import { getTemplateSrv } from '@grafana/runtime';
import { Combobox, ComboboxOption, InlineField } from '@grafana/ui';
import React, { useId } from 'react';

import { inWords } from '../failures';

const LABEL_WIDTH = 14;
const WIDTH = 32;

interface Props {
  label: string;
  value: string | undefined;
  /** Reads what can be chosen; asked when the list opens. */
  load: () => Promise<Array<ComboboxOption<string>>>;
  onChange: (value: string | undefined) => void;
  /** Told why nothing can be chosen; undefined once it can. */
  onFailure: (words: string | undefined) => void;
  placeholder?: string;
  tooltip?: string;
  width?: number;
}

/** Chooses from what the backend knows, by typing a part of it; any other text and variables of the dashboard do too. */
export function Picker({ label, value, load, onChange, onFailure, placeholder, tooltip, width = WIDTH }: Props) {
  const id = useId();
  const search = async (typed: string) => {
    const options = [...variableOptions(), ...(await loadOrTell(load, onFailure))];
    const part = typed.toLowerCase();
    return options.filter(({ value, label }) => `${value} ${label ?? ''}`.toLowerCase().includes(part));
  };
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} htmlFor={id}>
      <Combobox<string>
        id={id}
        width={width}
        value={value === undefined ? null : { value }}
        options={search}
        placeholder={placeholder}
        createCustomValue
        isClearable
        onChange={(option) => onChange(option?.value || undefined)}
      />
    </InlineField>
  );
}

function variableOptions(): Array<ComboboxOption<string>> {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `$${name}` }));
}

async function loadOrTell(load: Props['load'], onFailure: Props['onFailure']) {
  try {
    const options = await load();
    onFailure(undefined);
    return options;
  } catch (error) {
    onFailure(inWords(error));
    return [];
  }
}
