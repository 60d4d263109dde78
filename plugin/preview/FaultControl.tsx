import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useId, useState } from 'react';

import { duration } from '../src/incidents/words';
import { ask, askIfThere, DeviceAnswer, FaultsAnswer } from './api';
import { HOUR, MINUTE } from '../src/incidents/durations';
import { usePolled } from './usePolled';
import { clockTime, faultWord } from './wording';

const PERIOD = 5000;
const DURATIONS = [15 * MINUTE, HOUR, 4 * HOUR];

const readFaults = () => askIfThere<FaultsAnswer | undefined>('simulate/faults', undefined);
const periodOf = () => PERIOD;

interface Props {
  devices: DeviceAnswer[];
  now: number;
  zone: string;
}

/** Breaks things in the demo network, and mends them; nothing where there is nothing to break. */
export function FaultControl({ devices, now, zone }: Props) {
  const styles = useStyles2(getStyles);
  const { value: known, refresh } = usePolled(readFaults, periodOf);
  const [device, setDevice] = useState('');
  const [kind, setKind] = useState('');
  const [lasts, setLasts] = useState(4 * HOUR);
  const [problem, setProblem] = useState('');
  if (!known || known.devices.length === 0) {
    return null;
  }
  const chosen = known.devices.find(({ id }) => id === device) ?? known.devices[0];
  const fault = chosen.faults.includes(kind) ? kind : (chosen.faults[0] ?? '');
  const nameOf = (id: string) => devices.find((one) => one.id === id)?.name ?? id;
  const attempt = async (path: string, init: RequestInit) => {
    try {
      await ask(path, init);
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    refresh();
  };
  const begin = (event: React.FormEvent) => {
    event.preventDefault();
    attempt('simulate/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: fault, device: chosen.id, duration: lasts }),
    });
  };
  const running = known.faults.filter(({ to }) => to > now);
  return (
    <section className={styles.control} aria-label={t('fault.title', 'Break something')} data-testid="faults">
      <form className={styles.form} onSubmit={begin}>
        <Choice
          label={t('fault.device', 'Device')}
          value={chosen.id}
          options={known.devices.map(({ id }) => [id, nameOf(id)])}
          onChange={setDevice}
        />
        <Choice
          label={t('fault.kind', 'Fault')}
          value={fault}
          options={chosen.faults.map((one) => [one, faultWord(one)])}
          onChange={setKind}
        />
        <Choice
          label={t('fault.duration', 'For')}
          value={String(lasts)}
          options={DURATIONS.map((one) => [String(one), duration(one)])}
          onChange={(value) => setLasts(Number(value))}
        />
        <Button type="submit" size="sm" variant="destructive" disabled={!fault}>
          {t('fault.begin', 'Break it')}
        </Button>
      </form>
      {problem && <div role="alert">{problem}</div>}
      {running.length > 0 && (
        <ul className={styles.running}>
          {running.map(({ id, kind: one, device: broken, to }) => (
            <li key={id}>
              {t('fault.running', '{{fault}} of {{device}} until {{time}}', {
                fault: faultWord(one),
                device: nameOf(broken),
                time: clockTime(to, now, zone),
              })}
              <Button
                size="sm"
                variant="secondary"
                fill="text"
                onClick={() => attempt(`simulate/faults/${encodeURIComponent(id)}`, { method: 'DELETE' })}
              >
                {t('fault.end', 'Mend')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: Array<[value: string, label: string]>;
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  control: css({
    margin: theme.spacing(1.5, 2, 0),
    padding: theme.spacing(1, 1.5),
    border: `1px dashed ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    [theme.breakpoints.down('sm')]: { margin: theme.spacing(1, 1, 0) },
  }),
  form: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: theme.spacing(1, 1.5) }),
  choice: css({
    display: 'flex',
    flexDirection: 'column',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  select: css({
    minWidth: 120,
    padding: theme.spacing(0.25, 0.5),
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    background: theme.components.input.background,
    color: theme.colors.text.primary,
    font: 'inherit',
  }),
  running: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    listStyle: 'none',
    '& > li': { display: 'flex', alignItems: 'center' },
  }),
});
