import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfiguration } from '../../configuration.ts';
import { devicesFileOf } from '../../parts.ts';
import { type PolledDevice, polledDevices } from '../../polled-devices.ts';
import { deviceRegistry } from '../../service/devices.ts';
import { liveDevices } from '../../service/live-devices.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';

const FILE = `devices:
  # Do not touch.
  - id: core-1
    address: 10.0.0.1
    community: secret
  - id: sw-1
    address: 10.0.0.2
    parent: core-1
`;

let folder: string;
let service: RestService;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-editing-'));
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(text = FILE) {
  const path = join(folder, 'devices.yml');
  writeFileSync(path, text);
  writeFileSync(join(folder, 'presage.yml'), 'devices_file: devices.yml\n');
  const configuration = readConfiguration(join(folder, 'presage.yml'), {});
  const devices = liveDevices<PolledDevice>(polledDevices(configuration));
  const registry = deviceRegistry(devices.list(), () => []);
  devices.listen(() => registry.replace(devices.list()));
  const { editor } = devicesFileOf({ configuration, devices, logger: pino({ enabled: false }) })!;
  service = await startRestService({ devices: registry.list, editor });
  return { written: () => readFileSync(path, 'utf8'), devices };
}

const send = (method: string, path: string, body?: unknown) =>
  service.ask(`/api/v1/devices${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });

describe('devices in a file of their own', () => {
  test('POST adds one at once, to the file too', async () => {
    const { written, devices } = await start();
    const added = {
      id: 'sw-2',
      address: '10.0.0.3:1161',
      role: 'access',
      customers: [{ name: 'A', subscribers: 4 }, 'B'],
    };
    const answer = await send('POST', '', added);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      ...{ id: 'sw-2', address: '10.0.0.3:1161', role: 'access', state: 'new', proposedParent: null, services: [] },
      customers: [
        { name: 'A', subscribers: 4, interface: null },
        { name: 'B', subscribers: null, interface: null },
      ],
    });
    expect(devices.find('sw-2')!.access.port).toBe(1161);
    expect(written().startsWith(FILE)).toBe(true);
    const again = await send('POST', '', added);
    expect([again.status, again.json().type]).toEqual([409, '/problems/not-possible']);
  });

  test('PUT changes one, keeps its comments and its community', async () => {
    const { written, devices } = await start();
    const answer = await send('PUT', '/core-1', { address: '10.0.0.9', poll_period: '30s' });
    expect(answer.json()).toMatchObject({ id: 'core-1', address: '10.0.0.9:161', pollPeriod: 30_000 });
    expect(written()).toContain('  # Do not touch.\n  - id: core-1\n    address: 10.0.0.9\n    community: secret\n');
    expect(devices.find('core-1')!.access.credentials).toEqual([{ version: '2c', community: 'secret' }]);
    expect((await send('PUT', '/sw-9', { address: '10.0.0.8' })).status).toBe(200);
    expect((await send('GET', '/sw-9')).json()).toMatchObject({ id: 'sw-9' });
  });

  test('DELETE removes one, but not a parent of others', async () => {
    const { written } = await start();
    const refused = await send('DELETE', '/core-1');
    expect([refused.status, refused.json().detail]).toEqual([400, expect.stringContaining('devices[0].parent')]);
    expect(written()).toBe(FILE);
    expect((await send('DELETE', '/sw-1')).json()).toEqual({ id: 'sw-1' });
    expect((await send('DELETE', '/sw-1')).status).toBe(404);
    expect((await send('GET', '/sw-1')).status).toBe(404);
  });

  test.each([
    ['an address that is none', { address: '10.0.0.256' }, /devices\[1\]\.address/],
    ['an unknown key', { address: '10.0.0.2', adress: 'x' }, /unknown key, did you mean address/],
    ['another id', { id: 'other', address: '10.0.0.2' }, /an id never changes/],
    [
      'a file of the machine',
      { address: '10.0.0.2', community_file: '/etc/passwd' },
      /community_file is for the file only/,
    ],
    ['the environment', { address: '10.0.0.2', name: '${HOME}' }, /reference to the environment/],
  ])('%s is refused, and nothing written', async (_, body, words) => {
    const { written } = await start();
    const answer = await send('PUT', '/sw-1', body);
    expect([answer.status, answer.json().detail]).toEqual([400, expect.stringMatching(words)]);
    expect(written()).toBe(FILE);
  });

  test('a file that became faulty is not written over', async () => {
    const { written } = await start();
    writeFileSync(join(folder, 'devices.yml'), 'devices: [\n');
    expect((await send('PUT', '/sw-1', { address: '10.0.0.2' })).status).toBe(400);
    expect(written()).toBe('devices: [\n');
  });
});

test('devices in the configuration itself are not changed', async () => {
  service = await startRestService();
  const answer = await send('POST', '', { id: 'a', address: '10.0.0.1' });
  expect([answer.status, answer.json().detail]).toEqual([409, expect.stringContaining('devices_file')]);
});
