import { css } from '@emotion/css';
import { DateTime, dateTime, GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, DateTimePicker, Input, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { HOUR } from '../incidents/durations';
import { duration } from '../incidents/words';
import { Action, ActionRequest } from './backend';
import { OperatorState } from './types';

const SNOOZES = [HOUR, 8 * HOUR, 24 * HOUR];

interface Props {
  /** What operators have done to the incidents that are chosen. */
  states: readonly OperatorState[];
  /** True while an action is under way. */
  busy: boolean;
  now: () => number;
  timeZone?: string;
  /** Resolves to whether it was done to all of them. */
  onAct: (request: ActionRequest) => Promise<boolean>;
}

/** True for what an operator has put out of sight. */
const isHidden = (state: OperatorState) => state !== 'none' && state !== 'acknowledged';

/** What can be done to the incidents that are chosen, with a comment or without. */
export function ActionBar({ states, busy, now, timeZone, onAct }: Props) {
  const styles = useStyles2(getStyles);
  const [comment, setComment] = useState('');
  const [until, setUntil] = useState<DateTime>();
  const act = async (request: ActionRequest) => {
    const text = comment.trim();
    if (await onAct(text ? { ...request, comment: text } : request)) {
      setComment('');
      setUntil(undefined);
    }
  };
  const button = (action: Action, text: string, disabled = false) => (
    <Button size="sm" variant="secondary" disabled={busy || disabled} onClick={() => act({ action })}>
      {text}
    </Button>
  );
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('incidents.actions', 'Actions')}>
      {states.length > 1 && <span>{t('incidents.chosen', 'Chosen: {{number}}', { number: states.length })}</span>}
      <div className={styles.comment}>
        <Input
          aria-label={t('incidents.comment', 'Comment')}
          placeholder={t('incidents.comment', 'Comment')}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </div>
      {button('comment', t('incidents.action.comment', 'Only comment'), comment.trim() === '')}
      {states.some((state) => state !== 'acknowledged') &&
        button('acknowledge', t('incidents.action.acknowledge', 'Acknowledge'))}
      {states.includes('acknowledged') && button('unacknowledge', t('incidents.action.unacknowledge', 'Take back'))}
      {SNOOZES.map((length) => (
        <Button
          key={length}
          size="sm"
          variant="secondary"
          disabled={busy}
          onClick={() => act({ action: 'snooze', until: now() + length })}
        >
          {t('incidents.action.snooze', 'Snooze {{duration}}', { duration: duration(length) })}
        </Button>
      ))}
      {until === undefined ? (
        <Button size="sm" variant="secondary" disabled={busy} onClick={() => setUntil(dateTime(now() + HOUR))}>
          {t('incidents.action.snooze-until', 'Snooze until …')}
        </Button>
      ) : (
        <div className={styles.until}>
          <DateTimePicker
            label={t('incidents.action.until', 'Until')}
            date={until}
            minDate={new Date(now())}
            showSeconds={false}
            timeZone={timeZone}
            onChange={setUntil}
          />
          <Button
            size="sm"
            disabled={busy || until.valueOf() <= now()}
            onClick={() => act({ action: 'snooze', until: until.valueOf() })}
          >
            {t('incidents.action.snooze-now', 'Snooze')}
          </Button>
          <Button size="sm" variant="secondary" fill="text" onClick={() => setUntil(undefined)}>
            {t('incidents.action.cancel', 'Cancel')}
          </Button>
        </div>
      )}
      {button('shelve', t('incidents.action.shelve', 'Shelve'))}
      {states.some(isHidden) && button('unshelve', t('incidents.action.unshelve', 'Bring back'))}
      {button('close', t('incidents.action.close', 'Close'))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5, 1),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  until: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  comment: css({ flex: '1 1 140px', maxWidth: 280 }),
});
