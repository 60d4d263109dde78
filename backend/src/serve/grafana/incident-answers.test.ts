import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceState } from '../../model/device.ts';
import type { IncidentEvent } from '../../model/incident.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import {
  type GrafanaService,
  incident,
  NANOSECONDS,
  startGrafanaService,
  stateWith,
  T0,
  valuesOf,
} from '../../test/grafana-service.ts';
import { WELL } from '../../test/rest-service.ts';

let service: GrafanaService;
afterEach(() => service.close());

describe('incidents', () => {
  test('are a labelled row each for alert rules, and a row of 0 for a kind without one; symptoms are left out', async () => {
    const incidents = stateWith(
      incident('I1'),
      incident('I2', { cause: 'I1', kind: 'memory' }),
      incident('I3', { kind: 'link-load', operator: { state: 'shelved', by: 'ann', at: T0, until: null } }),
    );
    service = await startGrafanaService({ now: T0 + HOUR, incidents, kinds: ['cpu', 'memory', 'link-load'] });
    const { A } = await service.query([{ model: { kind: 'incidents' }, from: T0, to: T0 + HOUR }], {
      FromAlert: 'true',
    });
    const [frame] = A!.frames;
    expect(frame!.meta).toMatchObject({ type: 'numeric-long' });
    expect(valuesOf(frame, 'kind')).toEqual(['cpu', 'memory', 'link-load']);
    expect(valuesOf(frame, 'device')).toEqual(['a', '', '']);
    expect(valuesOf(frame, 'open')).toEqual([1, 0, 0]);
  });

  test('give other numbers by field, and refuse a field there is not', async () => {
    const incidents = stateWith(
      incident('I1', {
        phase: 'predicted',
        probability: 0.8,
        activeAt: null,
        predictedAt: T0,
        expectedAt: T0 + 2 * HOUR,
      }),
    );
    service = await startGrafanaService({ now: T0 + HOUR, incidents, kinds: ['cpu'] });
    const fields = ['probability', 'leadSeconds', 'affected', 'colour', 'constructor', 'toString'];
    const answers = await service.query(
      fields.map((field) => ({
        ...{
          refId: field,
          model: { kind: 'incidents', format: 'numeric', phase: 'predicted', field },
          from: T0,
          to: T0 + HOUR,
        },
      })),
    );
    const numbers = fields.slice(0, 3).map((field) => valuesOf(answers[field]!.frames[0], field));
    expect(numbers).toEqual([[0.8], [3600], [120]]);
    for (const field of fields.slice(3)) {
      expect(answers[field]).toMatchObject({ status: 400, error: expect.stringContaining('leadSeconds') });
    }
  });

  test('are so many as the limit says of those that are meant, however many others changed later', async () => {
    const changed = (minutes: number) => ({ changedAt: T0 + minutes * MINUTE });
    const incidents = stateWith(
      incident('I1', { phase: 'cleared', endedAt: T0 + MINUTE, ...changed(1) }),
      incident('I2', { phase: 'cleared', endedAt: T0 + 2 * MINUTE, ...changed(2) }),
      incident('I3', changed(3)),
      incident('I4', { ...changed(4), cause: 'I3' }),
    );
    service = await startGrafanaService({ now: T0 + HOUR, incidents, kinds: ['cpu'] });
    const range = { from: T0, to: T0 + HOUR };
    const { A, B, Anno } = await service.query([
      { refId: 'A', model: { kind: 'incidents', state: 'all', phase: 'cleared', limit: 1 }, ...range },
      { refId: 'B', model: { kind: 'incidents', format: 'numeric', limit: 1 }, ...range },
      { refId: 'Anno', model: { kind: 'incidents', limit: 1 }, ...range },
    ]);
    expect([A, B, Anno].map((answer) => valuesOf(answer!.frames[0], 'id'))).toEqual([['I2'], ['I3'], ['I3']]);
  });

  test('are a table with links to the incident and its device, and the time of the backend', async () => {
    const incidents = stateWith(incident('I1'));
    service = await startGrafanaService({ now: T0 + HOUR, incidents });
    const { A } = await service.query([{ model: { kind: 'incidents' }, from: T0, to: T0 + HOUR }]);
    const [frame] = A!.frames;
    expect(frame!.meta).toMatchObject({ custom: { now: T0 + HOUR } });
    const links = Object.fromEntries(
      frame!.fields.flatMap(({ name, config }) => (config?.links ? [[name, config.links]] : [])),
    );
    expect(links).toMatchObject({
      title: [{ url: '/a/presage-netops-app/incidents/${__data.fields.id}' }],
      deviceName: [{ url: '/a/presage-netops-app/devices/${__data.fields.device}' }],
    });
    expect([valuesOf(frame, 'deviceName'), valuesOf(frame, 'device')]).toEqual([['a'], ['a']]);
  });

  test('are annotations with time, end, text, tags and id', async () => {
    const incidents = stateWith(incident('I1', { phase: 'cleared', endedAt: T0 + MINUTE }));
    service = await startGrafanaService({ now: T0 + HOUR, incidents, titleOf: () => 'Processor overloaded' });
    const { Anno } = await service.query([
      { refId: 'Anno', model: { kind: 'incidents' }, from: T0 - HOUR, to: T0 + HOUR },
    ]);
    const row = Object.fromEntries(Anno!.frames[0]!.fields.map(({ name, values }) => [name, values[0]]));
    expect(row).toMatchObject({
      ...{ time: BigInt(T0) * NANOSECONDS, timeEnd: BigInt(T0 + MINUTE) * NANOSECONDS, id: 'I1' },
      ...{
        title: 'Processor overloaded: a',
        tags: 'cpu,major,cleared',
        text: expect.stringContaining('120 subscribers'),
      },
    });
  });

  test('are a table that links to their pages', async () => {
    service = await startGrafanaService({ now: T0 + HOUR, incidents: stateWith(incident('I1')) });
    const { A } = await service.query([{ model: { kind: 'incidents' }, from: T0, to: T0 + HOUR }]);
    const title = A!.frames[0]!.fields.find(({ name }) => name === 'title');
    expect(title!.config).toMatchObject({ links: [{ url: `/a/presage-netops-app/incidents/\${__data.fields.id}` }] });
    expect(valuesOf(A!.frames[0], 'id')).toEqual(['I1']);
  });

  test('are told as they change in a stream', async () => {
    let tell: (events: readonly IncidentEvent[]) => void = () => {};
    service = await startGrafanaService({
      listen(listener) {
        tell = listener;
        return () => {};
      },
    });
    const event = { number: 1, time: T0, type: 'active', incident: incident('I1') } as const;
    const [first, second] = (await service.stream('incidents', 2, () => tell([event]))) as {
      schema: { fields: { name: string }[] };
      data: { values: unknown[][] };
    }[];
    expect(first!.data.values.every((column) => column.length === 0)).toBe(true);
    const id = second!.schema.fields.findIndex(({ name }) => name === 'id');
    expect(second!.data.values[id]).toEqual(['I1']);
  });
});

describe('devices', () => {
  const device = (id: string, parent: string | undefined, state: DeviceState) => ({
    device: {
      ...{ id, name: `Device ${id}`, address: '192.0.2.1', site: 'Main', parent, subscribers: undefined, nas: [] },
      pollPeriod: MINUTE,
    },
    ...{ state, reason: '', stateSince: T0, lastAnswer: T0, reading: undefined, components: [] },
  });
  const devices = () => [device('core', undefined, 'up'), device('edge', 'core', 'unreachable')];

  test('are a table, numbers for alert rules, and the nodes and edges of a graph', async () => {
    service = await startGrafanaService({ now: T0, devices });
    const range = { from: T0, to: T0 + HOUR };
    const { A, B } = await service.query([
      { refId: 'A', model: { kind: 'devices' }, ...range },
      { refId: 'B', model: { kind: 'topology' }, ...range },
    ]);
    expect(valuesOf(A!.frames[0], 'state')).toEqual(['unreachable', 'up']);
    expect(B!.frames.map(({ name, meta }) => [name, meta!.preferredVisualisationType])).toEqual([
      ['nodes', 'nodeGraph'],
      ['edges', 'nodeGraph'],
    ]);
    expect([valuesOf(B!.frames[1], 'source'), valuesOf(B!.frames[1], 'target')]).toEqual([['core'], ['edge']]);
    const alert = await service.query([{ model: { kind: 'devices' }, ...range }], { FromAlert: 'true' });
    expect(valuesOf(alert.A!.frames[0], 'answers')).toEqual([0, 1]);
  });

  test('come with the worst state first, then by name, also where a limit leaves some out', async () => {
    const states = ['up', 'new', 'slow', 'up', 'faulty', 'unreachable'] as const;
    const ids = ['edge 10', 'b', 'c', 'edge 2', 'e', 'f'];
    service = await startGrafanaService({
      now: T0,
      devices: () => states.map((state, index) => device(ids[index]!, undefined, state)),
    });
    const named = async (more = {}) => {
      const { A } = await service.query([{ model: { kind: 'devices', ...more }, from: T0, to: T0 + HOUR }]);
      return valuesOf(A!.frames[0], 'id');
    };
    expect(await named()).toEqual(['f', 'e', 'c', 'b', 'edge 2', 'edge 10']);
    expect(await named({ limit: 2 })).toEqual(['f', 'e']);
  });

  test('are counted by state in the health, which tells version, protocol and age of the newest sample', async () => {
    service = await startGrafanaService({ now: T0 + MINUTE, devices });
    const health = await service.health();
    expect(health).toMatchObject({
      ...{ status: 'OK', message: expect.stringContaining('last sample 60 s ago') },
      details: { protocol: 1, version: '0.1.0', devices: { up: 1, unreachable: 1 }, newestSampleAge: MINUTE },
    });
  });

  test('give an alert rule the age of the newest sample as one number without labels, and nothing before there is one', async () => {
    const asked = [{ refId: 'A', model: { kind: 'status' }, from: T0, to: T0 + HOUR }];
    service = await startGrafanaService({ now: T0 + HOUR, devices });
    const { A } = await service.query(asked, { FromAlert: 'true' });
    expect(A!.frames[0]!.fields.map(({ name, values }) => [name, ...values])).toEqual([
      ['sampleAge', expect.any(Number)],
    ]);
    const names = (await service.query(asked)).A!.frames[0]!.fields.map(({ name }) => name);
    expect(names).toContain('unreachable');
    await service.close();
    service = await startGrafanaService({ status: () => ({ ...WELL, sources: [] }) });
    expect((await service.query(asked, { FromAlert: 'true' })).A).toMatchObject({ error: '', frames: [] });
  });

  test('that are silent for long make the health an error that says what to do', async () => {
    service = await startGrafanaService({ now: T0 + HOUR, devices });
    const { status, message } = await service.health();
    expect([status, message]).toEqual(['ERROR', expect.stringContaining('see that devices and log files')]);
  });
});
