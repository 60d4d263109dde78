import { describe, expect, test } from 'vitest';
import type { Fault, FaultKind } from '../model/fault.ts';
import type { Incident } from '../model/incident.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { watchSimulated } from './simulated-watch.ts';

const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 10, 23);

const name = ({ kind, resource, qualifier }: Incident) =>
  [kind, resource.device ?? resource.nas, qualifier].filter(Boolean).join(' ');

describe('the watch over the demo network', () => {
  test('a week without a fault raises at most one false incident for twelve devices', async () => {
    const state = await watchSimulated({ seed: 1, from: MONDAY, to: MONDAY + 7 * DAY, faults: [] });
    expect(state.list({}, 100).map(name).length).toBeLessThanOrEqual(1);
  }, 600_000);

  test('each fault is one incident that ends after it, and those that grow are predicted half an hour before', async () => {
    const at = MONDAY + 9 * HOUR;
    const fault = (kind: FaultKind, device: string, hours: number): Fault => {
      return { id: `${kind}-${device}`, kind, device, from: at, to: at + hours * HOUR };
    };
    const faults = [
      fault('link-filling', 'access-7', 4),
      fault('overheating', 'server-1', 3),
      fault('memory-leak', 'core-1', 4),
      fault('cpu-storm', 'access-6', 1),
      fault('device-dead', 'agg-1', 1),
      fault('bras-failure', 'bras-2', 1),
    ];
    const state = await watchSimulated({ seed: 1, from: MONDAY, to: MONDAY + 16 * HOUR, faults });
    const all = state.list({}, 100);
    const roots = all.filter(({ cause }) => cause === null);
    expect(roots.map(name).toSorted()).toEqual([
      'cpu access-6',
      'device-down agg-1',
      'link-load access-7 in',
      'memory core-1',
      'session-drop 192.0.2.2 demo',
      'temperature server-1',
    ]);
    expect(
      all
        .filter(({ cause }) => cause !== null)
        .map(name)
        .toSorted(),
    ).toEqual([1, 2, 3, 4, 5].map((number) => `device-down access-${number}`));
    for (const incident of all) {
      const { to } = faults.find(({ device }) => name(incident).includes(device)) ?? faults[4]!;
      expect(incident.phase).toBe('cleared');
      expect(incident.endedAt! - (incident.kind === 'session-drop' ? at + HOUR : to)).toBeLessThan(30 * MINUTE);
    }
    const soon = roots.filter(({ kind }) => ['cpu', 'device-down', 'session-drop'].includes(kind));
    for (const { activeAt } of soon) expect(activeAt! - at).toBeLessThanOrEqual(2 * MINUTE);
    const growing = roots.filter(({ kind }) => ['link-load', 'memory', 'temperature'].includes(kind));
    const leads = growing.map(
      ({ kind, predictedAt, activeAt }) => [kind, (activeAt! - predictedAt!) / MINUTE] as const,
    );
    for (const [kind, lead] of leads) expect([kind, lead >= 30]).toEqual([kind, true]);
  }, 600_000);
});
