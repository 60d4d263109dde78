import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Input, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';

import { HOUR } from '../incidents/durations';
import { duration } from '../incidents/words';
import { Action, ActionRequest } from './backend';

const SNOOZES = [HOUR, 8 * HOUR, 24 * HOUR];

interface Props {
  /** How many incidents are chosen. */
  count: number;
  /** True while an action is under way. */
  busy: boolean;
  now: () => number;
  onAct: (request: ActionRequest) => void;
}

/** What can be done to the incidents that are chosen, with a comment or without. */
export function ActionBar({ count, busy, now, onAct }: Props) {
  const styles = useStyles2(getStyles);
  const [comment, setComment] = useState('');
  const act = (request: ActionRequest) => {
    const text = comment.trim();
    onAct(text ? { ...request, comment: text } : request);
    setComment('');
  };
  const button = (action: Action, text: string, disabled = false) => (
    <Button size="sm" variant="secondary" disabled={busy || disabled} onClick={() => act({ action })}>
      {text}
    </Button>
  );
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('incidents.actions', 'Actions')}>
      <span>{t('incidents.chosen', 'Chosen: {{number}}', { number: count })}</span>
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
      {button('acknowledge', t('incidents.action.acknowledge', 'Acknowledge'))}
      {button('unacknowledge', t('incidents.action.unacknowledge', 'Take back'))}
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
      {button('shelve', t('incidents.action.shelve', 'Shelve'))}
      {button('unshelve', t('incidents.action.unshelve', 'Bring back'))}
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
  comment: css({ flex: '1 1 140px', maxWidth: 280 }),
});
