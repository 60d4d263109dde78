import { dateTimeFormat } from '@grafana/data';
import { t } from '@grafana/i18n';
import { BadgeColor } from '@grafana/ui';

import { localNumber } from '../../incidents/words';
import { AccessFault, Device, DeviceState } from './answers';

/** React escapes what it shows. */
const RAW = { interpolation: { escapeValue: false } };

export function stateWord(state: DeviceState): string {
  switch (state) {
    case 'up':
      return t('devices.state.up', 'Up');
    case 'slow':
      return t('devices.state.slow', 'Slow');
    case 'faulty':
      return t('devices.state.faulty', 'Faulty answers');
    case 'auth failed':
      return t('devices.state.auth-failed', 'Refuses the credentials');
    case 'wrong profile':
      return t('devices.state.wrong-profile', 'Wrong profile');
    case 'unreachable':
      return t('devices.state.unreachable', 'Not answering');
    case 'new':
      return t('devices.state.new', 'Not asked yet');
  }
}

export function stateColor(state: DeviceState): BadgeColor {
  const colors = {
    up: 'green',
    slow: 'orange',
    faulty: 'orange',
    'auth failed': 'purple',
    'wrong profile': 'orange',
    unreachable: 'red',
    new: 'blue',
  } as const;
  return colors[state];
}

/** A shape for each state, for those who do not tell colours apart. */
export function stateIcon(state: DeviceState) {
  const icons = {
    up: 'check',
    slow: 'clock-nine',
    faulty: 'exclamation-triangle',
    'auth failed': 'key-skeleton-alt',
    'wrong profile': 'file-alt',
    unreachable: 'times-circle',
    new: 'question-circle',
  } as const;
  return icons[state];
}

/** Why a device is in its state and what to check; the backend's own words where it knows no more; empty when well. */
export function reasonWords({ cause, reason, address }: Pick<Device, 'cause' | 'reason' | 'address'>): string {
  switch (cause?.code) {
    case 'no-answer':
      return t(
        'devices.reason.no-answer',
        'No answer from {{address}} since {{since}}, polls in a row: {{polls}}. It is off, or not to be reached, or refuses the community, which looks the same. Check its power and link, the address, the community and the firewall.',
        { address, since: dateTimeFormat(cause.since), polls: cause.polls, ...RAW }
      );
    case 'auth-failed':
      return accessWords(cause.fault);
    case 'wrong-profile':
      return t(
        'devices.reason.wrong-profile',
        'Nothing of the profile {{profile}} was found, which is set for it; of {{fitting}} there is. Leave the profile out, or set {{fitting}}.',
        { profile: cause.profile, fitting: cause.fitting, ...RAW }
      );
    case 'slow-answer':
      return t(
        'devices.reason.slow-answer',
        'It took {{took}} ms to answer. Check its processor load and the way to it.',
        { took: localNumber(cause.took), ...RAW }
      );
    case 'slow-poll':
      return t(
        'devices.reason.slow-poll',
        'A poll takes {{took}} s, longer than the poll period of {{period}} s, so there are gaps. Raise poll_period.',
        { took: localNumber(tenths(cause.took)), period: localNumber(tenths(cause.period)), ...RAW }
      );
    case 'not-asked':
      return t('devices.reason.not-asked', 'It has not been asked yet.');
    default:
      return reason;
  }
}

/** What of the credentials a device refuses, and what to do. */
function accessWords(fault: AccessFault): string {
  switch (fault) {
    case 'user':
      return t('devices.access.user', 'It does not know the SNMP user. Create the user on it, or set the right one.');
    case 'password':
      return t('devices.access.password', 'It refuses the signature. Check the password and the protocol of auth.');
    case 'privacy':
      return t(
        'devices.access.privacy',
        'It cannot decrypt what it is sent. Check the password and the protocol of privacy.'
      );
    case 'level':
      return t(
        'devices.access.level',
        'It does not allow the user this security level. Give the user on it the same auth and privacy as here.'
      );
    case 'context':
      return t('devices.access.context', 'It does not know the SNMP context. Set one that it has, or none.');
    case 'time':
      return t(
        'devices.access.time',
        'It takes every message for too old, although its own clock was followed. Restart its SNMP agent, or reset its engine boots.'
      );
    case 'rights':
      return t(
        'devices.access.rights',
        'It lets the user or community read nothing. Give it a view for this security level.'
      );
    case 'engine':
      return t(
        'devices.access.engine',
        'It names another SNMP engine each time. Look whether two devices share the address.'
      );
    case 'cipher':
      return t(
        'devices.access.cipher',
        'OpenSSL on the host of Presage refuses a protocol of auth or privacy. Set sha256 and aes128 or better on both sides.'
      );
    case 'other':
      return t('devices.access.other', 'It refuses the messages without a known reason. Check its SNMP v3 settings.');
  }
}

/** The direction of traffic. */
export function directionWord(field: string): string {
  return field.startsWith('out') ? t('devices.direction.out', 'out') : t('devices.direction.in', 'in');
}

/** A part as percent. */
export function percent(part: number): string {
  return `${localNumber(Math.round(part * 100))} %`;
}

const tenths = (milliseconds: number) => Math.round(milliseconds / 100) / 10;
