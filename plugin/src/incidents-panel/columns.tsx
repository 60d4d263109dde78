import { dateTimeFormat, formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge } from '@grafana/ui';
import React, { ReactNode } from 'react';

import { DAY, HOUR } from '../incidents/durations';
import { Mark } from '../incidents/Mark';
import { duration, incidentTitle, localNumber, phaseWord, severityWord } from '../incidents/words';
import { Incident, OperatorState } from './types';
import { Column } from './view';

export function columnTitle(column: Column): string {
  const titles: Record<Column, string> = {
    severity: t('incidents.column.severity', 'Severity'),
    title: t('incidents.column.title', 'Incident'),
    place: t('incidents.column.place', 'Where'),
    duration: t('incidents.column.duration', 'How long'),
    since: t('incidents.column.since', 'Since'),
    value: t('incidents.column.value', 'Value (limit)'),
    affected: t('incidents.column.affected', 'Subscribers'),
    probability: t('incidents.column.probability', 'Probability'),
    operator: t('incidents.column.operator', 'Operator'),
  };
  return titles[column];
}

export const isNumeric = (column: Column) => ['value', 'affected', 'probability'].includes(column);

/** What began so long ago is no news any more. */
const NEW = HOUR;
/** A lead as long as this is told in days. */
const LONG = 3 * DAY;

/** True for what is read at a glance, and so stays on a line. */
export const isShort = (column: Column) => column === 'severity' || column === 'since' || column === 'duration';

/** What a cell shows; `now` is epoch milliseconds. */
export function cellOf(incident: Incident, column: Column, now: number, timeZone: string): ReactNode {
  const { severity, phase, place, since, affected, probability, operator, operatorBy } = incident;
  switch (column) {
    case 'severity':
      return (
        <>
          <Mark phase={phase} severity={severity} size={18} />{' '}
          {phase === 'active' ? severityWord(severity) : phaseWord(phase)}
        </>
      );
    case 'title':
      return (
        <>
          <Linked href={incident.href}>{incidentTitle(incident)}</Linked>
          {isNew(incident, now) && (
            <>
              {' '}
              <Badge color="blue" text={t('incidents.new', 'new')} />
            </>
          )}
        </>
      );
    case 'place':
      return <Linked href={incident.deviceHref}>{place}</Linked>;
    case 'duration':
      return durationOf(incident, now);
    case 'since':
      return since === null ? '' : dateTimeFormat(since, { timeZone, format: 'MM-DD HH:mm' });
    case 'value':
      return valueText(incident);
    case 'affected':
      return affected === null ? '' : localNumber(affected);
    case 'probability':
      return probability === null || phase !== 'predicted' ? '' : `${Math.round(100 * probability)}%`;
    case 'operator':
      return operator === 'none' ? '' : [operatorWord(operator), operatorBy].filter(Boolean).join(' · ');
  }
}

function Linked({ href, children }: { href: string; children: string }) {
  return href === '' ? <>{children}</> : <a href={href}>{children}</a>;
}

function isNew({ phase, since, endedAt }: Incident, now: number): boolean {
  return phase !== 'predicted' && since !== null && endedAt === null && since <= now && now - since < NEW;
}

/** What was measured and, in brackets, its limit. */
function valueText({ value, threshold, unit }: Incident): string {
  const format = getValueFormat(unit || 'short');
  const text = (number: number) => formattedValueToString(format(number));
  const limit = threshold === null ? '' : `(${text(threshold)})`;
  return value === null ? limit : `${text(value)} ${limit}`.trim();
}

/** How long it has lasted, or how soon it comes. */
function durationOf({ phase, since, expectedAt, endedAt }: Incident, now: number): string {
  if (phase === 'predicted') {
    return expectedAt === null || expectedAt <= now
      ? t('incidents.any-moment', 'any moment')
      : t('incidents.in', 'in {{duration}}', { duration: leadText(expectedAt - now) });
  }
  return since === null || phase === 'expired' ? '' : duration((endedAt ?? now) - since);
}

const leadText = (lead: number) => duration(lead < LONG ? lead : Math.round(lead / DAY) * DAY);

export function operatorWord(state: OperatorState): string {
  const words: Record<OperatorState, string> = {
    none: '',
    acknowledged: t('incidents.operator.acknowledged', 'acknowledged'),
    snoozed: t('incidents.operator.snoozed', 'snoozed'),
    shelved: t('incidents.operator.shelved', 'shelved'),
    closed: t('incidents.operator.closed', 'closed'),
  };
  return words[state];
}
