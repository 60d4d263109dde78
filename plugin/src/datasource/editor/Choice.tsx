import { Combobox, ComboboxOption, InlineField } from '@grafana/ui';
import React, { useId } from 'react';

const LABEL_WIDTH = 14;
const WIDTH = 24;

interface Props<T extends string> {
  label: string;
  value: T;
  options: Array<ComboboxOption<T>>;
  onChange: (value: T) => void;
  tooltip?: string;
}

/** Chooses one of a few. */
export function Choice<T extends string>({ label, value, options, onChange, tooltip }: Props<T>) {
  const id = useId();
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} htmlFor={id}>
      <Combobox<T>
        id={id}
        width={WIDTH}
        value={value}
        options={options}
        onChange={(option) => onChange(option.value)}
      />
    </InlineField>
  );
}
