import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type Incident, type Phase, UNTOUCHED } from '../model/incident.ts';
import { openMemoryState, openState } from './database.ts';
import { demoFaults } from './demo-faults.ts';
import { createIncidentState } from './incident-state.ts';
import { MIGRATIONS } from './migrations.ts';

const incident = (id: string, phase: Phase, more: Partial<Incident> = {}): Incident => ({
  ...{ id, kind: 'cpu', resource: { device: 'a' }, qualifier: '', phase, severity: 'major' },
  ...{ series: { measurement: 'cpu', tags: {}, field: 'load' }, unit: 'percent', value: 1, worst: 2, threshold: 3 },
  ...{ expected: null, probability: null, expectedAt: null, predictedAt: null, activeAt: 100, changedAt: 200 },
  ...{ endedAt: phase === 'cleared' ? 200 : null, affected: null, cause: null, ...UNTOUCHED },
  ...more,
});

describe('incident state', () => {
  test('comes back after a restart with its events', () => {
    const folder = mkdtempSync(join(tmpdir(), 'presage-incidents-'));
    const first = openState(folder);
    const before = createIncidentState(first.database);
    const events = before.commit([
      { time: 1, type: 'active', incident: incident('x', 'active') },
      { time: 2, type: 'cleared', incident: incident('x', 'cleared') },
    ]);
    expect(events.map(({ number }) => number)).toEqual([1, 2]);
    first.close();
    const second = openState(folder);
    const after = createIncidentState(second.database);
    expect(after.get('x')).toEqual(incident('x', 'cleared'));
    expect(after.events(0, 10)).toEqual(events);
    expect(after.events(1, 10)).toEqual(events.slice(1));
    expect(after.history('x')).toEqual(events);
    expect(after.newest()).toBe(2);
    expect(after.commit([{ time: 3, type: 'active', incident: incident('y', 'active') }])[0]!.number).toBe(3);
    second.close();
  });

  test('knows incidents from before operators could act on them as untouched', () => {
    const folder = mkdtempSync(join(tmpdir(), 'presage-incidents-'));
    const old = new DatabaseSync(join(folder, 'state.db'));
    const before = MIGRATIONS.slice(0, 4);
    for (const step of before) old.exec(step);
    old.exec(`PRAGMA user_version = ${before.length}`);
    const { operator, comments, ...data } = incident('x', 'active');
    old
      .prepare('INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(...(['x', 'cpu', 'a', 1, 100, 200, null, JSON.stringify(data)] as const));
    const append = old.prepare('INSERT INTO incident_event (incident, time, type, data) VALUES (?, ?, ?, ?)');
    append.run('x', 1, 'active', JSON.stringify(data));
    old.close();
    const opened = openState(folder);
    const state = createIncidentState(opened.database);
    expect(state.get('x')).toEqual(incident('x', 'active'));
    expect(state.history('x')[0]!.incident).toEqual(incident('x', 'active'));
    opened.close();
  });

  test('is chosen by state, kind, device and time, newest change first', () => {
    const state = createIncidentState(openMemoryState().database);
    const all = [
      incident('1', 'active', { changedAt: 100 }),
      incident('2', 'cleared', { kind: 'memory' }),
      incident('3', 'active', { resource: { device: 'b' }, activeAt: 500, changedAt: 500 }),
      incident('4', 'predicted', { resource: { nas: 'n' }, predictedAt: 50, activeAt: null, changedAt: 50 }),
    ];
    state.commit(all.map((one) => ({ time: 1, type: 'active', incident: one })));
    const ids = (filter: Parameters<typeof state.list>[0], limit = 10) => state.list(filter, limit).map(({ id }) => id);
    expect(ids({})).toEqual(['3', '2', '1', '4']);
    expect(ids({}, 2)).toEqual(['3', '2']);
    expect(ids({ open: true })).toEqual(['3', '1', '4']);
    expect(ids({ open: false })).toEqual(['2']);
    expect(ids({ kind: 'memory' })).toEqual(['2']);
    expect(ids({ device: 'b' })).toEqual(['3']);
    expect(ids({ from: 201 })).toEqual(['3', '1', '4']);
    expect(ids({ to: 100 })).toEqual(['4']);
  });

  test('a commit that fails changes nothing', () => {
    const { database } = openMemoryState();
    const state = createIncidentState(database);
    const broken = { ...incident('z', 'active'), kind: undefined } as unknown as Incident;
    const good = { time: 1, type: 'active', incident: incident('x', 'active') } as const;
    expect(() => state.commit([good, { time: 1, type: 'active', incident: broken }])).toThrow();
    expect([state.list({}, 10), state.newest()]).toEqual([[], 0]);
    expect(state.commit([good])).toHaveLength(1);
  });
});

test('faults of the demo network are replaced as a whole', () => {
  const faults = demoFaults(openMemoryState().database);
  const one = { id: 'fault-1', kind: 'cpu-storm', device: 'a', from: 1, to: 2 } as const;
  faults.save([one, { ...one, id: 'fault-2' }]);
  faults.save([{ ...one, to: 3 }]);
  expect(faults.load()).toEqual([{ ...one, to: 3 }]);
});
