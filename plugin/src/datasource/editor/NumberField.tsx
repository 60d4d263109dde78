import { InlineField, Input } from '@grafana/ui';
import React, { useId, useState } from 'react';

const LABEL_WIDTH = 14;
const WIDTH = 16;

interface Props {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  /** Whole numbers from 1 on. */
  counting?: boolean;
  placeholder: string;
  tooltip?: string;
}

/** A number that may be left out; taken over when the field is left or Enter is pressed. */
export function NumberField({ label, value, onChange, counting = false, placeholder, tooltip }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (value === undefined ? '' : String(value));
  const number = text.trim() === '' ? undefined : Number(text);
  const valid =
    number === undefined || (Number.isFinite(number) && (!counting || (Number.isInteger(number) && number > 0)));
  const take = () => {
    if (valid) {
      setTyped(undefined);
      if (number !== value) {
        onChange(number);
      }
    }
  };
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} htmlFor={id} invalid={!valid}>
      <Input
        id={id}
        width={WIDTH}
        inputMode="decimal"
        value={text}
        placeholder={placeholder}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
    </InlineField>
  );
}
