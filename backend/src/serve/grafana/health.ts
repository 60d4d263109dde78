import type { DeviceState } from '../../model/device.ts';
import type { GrafanaDependencies } from './asking.ts';
import type { CheckHealthResponse } from './protocol.ts';
import { PROTOCOL } from './query.ts';

const SECOND = 1000;
/** Older than this, the newest sample means that nothing comes in any more. */
const STALE = 15 * 60 * SECOND;

/** How Presage is doing, in a sentence that says what to do when something is wrong, and as JSON. */
export function checkHealth(dependencies: GrafanaDependencies, pluginVersion: string): CheckHealthResponse {
  const { status, devices } = dependencies;
  const { version, network, store, sources } = status();
  const states = stateCounts(devices().map(({ state }) => state));
  const age = newestSampleAge(dependencies);
  const details = { protocol: PROTOCOL, version, network, store, newestSampleAge: age, devices: states };
  const problems = [
    ...(store.available
      ? []
      : [`the store is away (${store.problem ?? 'no reason known'}): see that ${store.kind} runs`]),
    ...(age !== null && age > STALE
      ? [`nothing has been measured for ${ageText(age)}: see that devices and log files can be reached`]
      : []),
    ...sources.flatMap(({ name, problem }) => (problem === undefined ? [] : [`log source ${name}: ${problem}`])),
  ];
  const facts = [
    `Presage ${version}, ${network}`,
    ...(pluginVersion === '' || pluginVersion === version ? [] : [`plugin ${pluginVersion}`]),
    `store ${store.kind}`,
    age === null ? 'nothing measured yet' : `last sample ${ageText(age)} ago`,
    devicesText(states),
  ];
  const message = [facts.join('; '), ...problems].join('. ');
  const well = problems.length === 0;
  return { status: well ? 'OK' : 'ERROR', message, jsonDetails: Buffer.from(JSON.stringify(details)) };
}

/** Milliseconds since the newest sample, of whatever kind; null when nothing has been measured. */
export function newestSampleAge({ status, devices, clock }: GrafanaDependencies): number | null {
  const times = [...devices().map(({ lastAnswer }) => lastAnswer), ...status().sources.map(({ newest }) => newest)];
  const newest = Math.max(...times.filter((time) => time !== null));
  return Number.isFinite(newest) ? Math.max(0, clock.now() - newest) : null;
}

/** The answer to whoever may not know more. */
export function refuseHealth(message: string): CheckHealthResponse {
  return { status: 'ERROR', message, jsonDetails: Buffer.from(JSON.stringify({ protocol: PROTOCOL })) };
}

function stateCounts(states: readonly DeviceState[]): Partial<Record<DeviceState, number>> {
  return Object.fromEntries([...Map.groupBy(states, (state) => state)].map(([state, all]) => [state, all.length]));
}

function devicesText(states: Partial<Record<DeviceState, number>>): string {
  const counts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  return counts.length === 0 ? 'no devices' : `devices: ${counts.join(', ')}`;
}

function ageText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / SECOND);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
