import { getTemplateSrv } from '@grafana/runtime';
import { Combobox, ComboboxOption, InlineField, MultiCombobox } from '@grafana/ui';
import React, { useId } from 'react';

import { inWords } from '../failures';

const LABEL_WIDTH = 14;
const WIDTH = 32;

interface Common {
  label: string;
  /** Reads what can be chosen; asked when the list opens. */
  load: () => Promise<Array<ComboboxOption<string>>>;
  /** Told why nothing can be chosen; undefined once it can. */
  onFailure: (words: string | undefined) => void;
  placeholder?: string;
  tooltip?: string;
}

interface Props extends Common {
  width?: number;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

interface ManyProps extends Common {
  values: string[];
  onChange: (values: string[]) => void;
}

/** Chooses from what the backend knows, by typing a part of it; any other text and variables of the dashboard do too. */
export function Picker({ label, value, load, onChange, onFailure, placeholder, tooltip, width = WIDTH }: Props) {
  const id = useId();
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} htmlFor={id}>
      <Combobox<string>
        id={id}
        width={width}
        value={value === undefined ? null : { value }}
        options={searchIn(load, onFailure)}
        placeholder={placeholder}
        createCustomValue
        isClearable
        onChange={(option) => onChange(option?.value || undefined)}
      />
    </InlineField>
  );
}

/** Chooses several in the same way. */
export function ManyPicker({ label, values, load, onChange, onFailure, placeholder, tooltip }: ManyProps) {
  const id = useId();
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} htmlFor={id}>
      <MultiCombobox<string>
        id={id}
        width="auto"
        minWidth={WIDTH}
        maxWidth={2 * WIDTH}
        value={values.map((value) => ({ value, label: value }))}
        options={searchIn(load, onFailure)}
        placeholder={placeholder}
        createCustomValue
        isClearable
        onChange={(chosen) => onChange(chosen.map(({ value }) => value))}
      />
    </InlineField>
  );
}

/** Finds what can be chosen by a part of its value or name. */
function searchIn(load: Common['load'], onFailure: Common['onFailure']) {
  return async (typed: string) => {
    const options = [...variableOptions(), ...(await loadOrTell(load, onFailure))];
    const part = typed.toLowerCase();
    return options.filter(({ value, label }) => `${value} ${label ?? ''}`.toLowerCase().includes(part));
  };
}

function variableOptions(): Array<ComboboxOption<string>> {
  return getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `$${name}` }));
}

async function loadOrTell(load: Common['load'], onFailure: Common['onFailure']) {
  try {
    const options = await load();
    onFailure(undefined);
    return options;
  } catch (error) {
    onFailure(inWords(error));
    return [];
  }
}
