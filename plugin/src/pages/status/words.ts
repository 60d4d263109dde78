import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { localNumber } from '../../incidents/words';

/** A rate with as many digits as say something. */
export const rateText = (rate: number): string =>
  localNumber(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate));

/** Octets in a unit that fits. */
export const sizeText = (octets: number): string => formattedValueToString(getValueFormat('decbytes')(octets));

/** Why a line could not be read, in the language of the reader; the backend's own words for a reason that is not known here. */
export function unreadableWord(reason: string): string {
  const words: Record<string, string> = {
    empty: t('source.unreadable-reason.empty', 'empty'),
    'cut short': t('source.unreadable-reason.cut-short', 'cut short'),
    'text after the end': t('source.unreadable-reason.text-after-the-end', 'text after the end'),
    'NUL byte': t('source.unreadable-reason.nul-byte', 'NUL byte'),
    'foreign text': t('source.unreadable-reason.foreign-text', 'foreign text'),
    'too long': t('source.unreadable-reason.too-long', 'too long'),
    'impossible date': t('source.unreadable-reason.impossible-date', 'impossible date'),
  };
  return words[reason] ?? reason;
}

/** Why something that was sent did not become a line, likewise. */
export function refusalWord(reason: string): string {
  const words: Record<string, string> = {
    'address not allowed': t('source.refusal.address-not-allowed', 'address not allowed'),
    'too many connections': t('source.refusal.too-many-connections', 'too many connections'),
    'TLS failed': t('source.refusal.tls-failed', 'TLS failed'),
    'unknown framing': t('source.refusal.unknown-framing', 'unknown framing'),
    'message too long': t('source.refusal.message-too-long', 'message too long'),
    'message cut short': t('source.refusal.message-cut-short', 'message cut short'),
    'too much of one peer': t('source.refusal.too-much-of-one-peer', 'too much of one peer'),
    'too much at once': t('source.refusal.too-much-at-once', 'too much at once'),
    'dropped by the system': t('source.refusal.dropped-by-the-system', 'dropped by the system'),
  };
  return words[reason] ?? reason;
}
