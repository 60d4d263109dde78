import { t } from '@grafana/i18n';

import { protocolProblem } from '../../datasource/failures';
import { duration, localNumber } from '../../incidents/words';
import { MINUTE } from '../../incidents/durations';
import { Device } from '../devices/answers';
import { Health, LogSource, Status } from './answers';
import { rateText, sizeText } from './words';

/** Older than this, the newest sample means that nothing comes in any more. */
export const STALE = 15 * MINUTE;

/** One thing that was looked at: how it is, and what to do where it is not well. */
export interface Check {
  id: string;
  name: string;
  level: 'ok' | 'warning' | 'error';
  /** What is the case. */
  fact: string;
  /** What to do; absent when all is well. */
  advice?: string;
}

/** React escapes what it shows. */
const RAW = { interpolation: { escapeValue: false } };

/** What was looked at, in the order of the way that samples take; the plugin's version is empty until it is known. */
export function checksOf(status: Status, health: Health, devices: readonly Device[], plugin: string): Check[] {
  return [
    versionCheck(status, health, plugin),
    storeCheck(status),
    freshness(health),
    ...status.sources.map((source) => sourceCheck(source, status.now)),
    ...devicesFileChecks(status),
    deviceCheck(devices),
  ];
}

function versionCheck({ version }: Status, { details }: Health, plugin: string): Check {
  const problem = protocolProblem(details);
  const about = { id: 'version', name: t('status.check.version', 'Plugin and backend') };
  const known = { backend: version, protocol: String(details?.protocol ?? '?'), ...RAW };
  const fact =
    plugin === ''
      ? t('status.version-backend', 'Backend {{backend}}, protocol {{protocol}}', known)
      : t('status.version', 'Plugin {{plugin}}, backend {{backend}}, protocol {{protocol}}', { plugin, ...known });
  if (problem !== undefined) {
    return { ...about, level: 'error', fact, advice: problem };
  }
  const order = plugin === '' ? 0 : compareVersions(plugin, version);
  if (order === 0) {
    return { ...about, level: 'ok', fact };
  }
  const advice =
    order > 0
      ? t(
          'status.backend-older',
          'They understand each other, but the backend is older: update it, so that all pages are filled.'
        )
      : t(
          'status.plugin-older',
          'They understand each other, but the plugin is older: update it to see all that the backend offers.'
        );
  return { ...about, level: 'warning', fact, advice };
}

/** Below 0 when the first version is older, above when it is newer. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.+-]/).slice(0, 3).map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

function storeCheck({ store }: Status): Check {
  const about = { id: 'store', name: t('status.check.store', 'Store') };
  const kind = store.kind === 'influx' ? 'InfluxDB' : t('status.embedded', 'Embedded');
  if (store.available) {
    const waiting = t('status.waiting', 'samples waiting: {{samples}}', {
      samples: localNumber(store.waiting),
      ...RAW,
    });
    return { ...about, level: 'ok', fact: `${kind}; ${waiting}` };
  }
  return {
    ...about,
    level: 'error',
    fact: `${kind}: ${store.problem ?? t('status.store-away', 'away')}`,
    advice: t(
      'status.store-advice',
      'See that the store runs and can be reached; samples wait meanwhile: {{samples}}.',
      {
        samples: localNumber(store.waiting),
        ...RAW,
      }
    ),
  };
}

function freshness({ details }: Health): Check {
  const about = { id: 'newest', name: t('status.check.newest', 'Newest sample') };
  const age = details?.newestSampleAge;
  if (age === null || age === undefined) {
    return {
      ...about,
      level: 'warning',
      fact: t('status.none-measured', 'Nothing has been measured yet'),
      advice: t('status.none-measured-advice', 'Name devices and log files in the configuration of Presage.'),
    };
  }
  const fact = t('status.age', '{{age}} ago', { age: duration(age), ...RAW });
  return age <= STALE
    ? { ...about, level: 'ok', fact }
    : {
        ...about,
        level: 'error',
        fact,
        advice: t('status.stale-advice', 'Nothing comes in: see that the devices and log files can be reached.'),
      };
}

function sourceCheck(source: LogSource, now: number): Check {
  const { name, files, listening, problem } = source;
  const facts = sourceFacts(source, now).join(', ');
  const about = { id: `source ${name}`, name: t('status.check.source', 'Log source {{name}}', { name, ...RAW }) };
  if (problem !== undefined) {
    const advice = listening
      ? t('status.receiver-advice', 'See that its address is of this machine and its port free, and look into the log.')
      : t('status.source-advice', 'See that its files exist and that Presage may read them.');
    return { ...about, level: 'error', fact: `${problem}; ${facts}`, advice };
  }
  if (listening?.length === 0) {
    const advice = t('status.not-listening-advice', 'It is tried again every few seconds.');
    return { ...about, level: 'warning', fact: facts, advice };
  }
  if (files === 0 && listening === undefined) {
    const advice = t(
      'status.no-files-advice',
      'None of its files has been found: check its path in the configuration.'
    );
    return { ...about, level: 'warning', fact: facts, advice };
  }
  return { ...about, level: 'ok', fact: facts };
}

function sourceFacts(source: LogSource, now: number): string[] {
  const { files, listening, lines, linesPerSecond, unreadable, newest, unreadOctets } = source;
  const bad = Object.values(unreadable).reduce((sum, count) => sum + count, 0);
  const origin = listening
    ? listening.length > 0
      ? t('status.listening', 'received at {{places}}', { places: listening.join(', '), ...RAW })
      : t('status.not-listening', 'not received yet')
    : t('status.files', 'files: {{files}}', { files: localNumber(files) });
  return [
    origin,
    t('status.lines', 'lines read: {{lines}}', { lines: localNumber(lines), ...RAW }),
    ...(typeof linesPerSecond === 'number'
      ? [t('status.rate', '{{rate}} lines/s', { rate: rateText(linesPerSecond), ...RAW })]
      : []),
    ...(bad > 0 ? [t('status.unreadable', 'unreadable: {{lines}}', { lines: localNumber(bad), ...RAW })] : []),
    newest === null
      ? t('status.no-line', 'no line yet')
      : t('status.newest-line', 'newest line {{age}} ago', { age: duration(now - newest), ...RAW }),
    ...(unreadOctets ? [t('status.unread', 'not read yet: {{size}}', { size: sizeText(unreadOctets), ...RAW })] : []),
  ];
}

/** A word on the file of the devices while it is not in force. */
function devicesFileChecks({ devices }: Status): Check[] {
  if (!devices?.problem) {
    return [];
  }
  const advice = t('status.devices-file-advice', 'The devices from before go on: mend the file.');
  const name = t('status.check.devices-file', 'File of the devices');
  return [{ id: 'devices file', name, level: 'error', fact: devices.problem, advice }];
}

function deviceCheck(devices: readonly Device[]): Check {
  const about = { id: 'devices', name: t('status.check.devices', 'Devices') };
  const silent = devices.filter(({ state }) => state === 'unreachable').length;
  const odd = devices.filter(({ state }) => !['up', 'new', 'unreachable'].includes(state)).length;
  const fact = t('status.devices', 'all: {{all}}, not answering: {{silent}}, with other trouble: {{odd}}', {
    ...{ all: localNumber(devices.length), silent: localNumber(silent), odd: localNumber(odd) },
    ...RAW,
  });
  if (devices.length > 0 && silent === devices.length) {
    const advice = t(
      'status.all-silent',
      'None answers: the fault is likely here or on the way to all of them. Check the network of Presage, the community and the firewall.'
    );
    return { ...about, level: 'error', fact, advice };
  }
  if (silent + odd > 0) {
    return { ...about, level: 'warning', fact, advice: t('status.some-silent', 'The page of devices says why.') };
  }
  return { ...about, level: 'ok', fact };
}
