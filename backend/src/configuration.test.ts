import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profilesOf, readConfiguration, withDemoNetwork } from './configuration.ts';

test('the demo network takes the place of devices and logs; store, data folder and port stay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-configuration-'));
  const path = join(folder, 'presage.yml');
  writeFileSync(
    path,
    `network: Volga Telecom
data: kept
serve: { port: 4567 }
store: { type: influx, url: "http://influxdb:8086" }
devices: [{ id: core-1, address: 10.0.0.1 }]
logs: [{ name: billing, format: billing-radius, files: [/var/log/radius.log] }]
`,
  );
  const own = readConfiguration(path, {});
  const demo = withDemoNetwork(own);
  expect(demo).toMatchObject({ network: 'demo', devices: [], data: join(folder, 'kept') });
  expect(demo.logs).toMatchObject([{ name: 'demo', files: [expect.stringContaining(join(folder, 'kept'))] }]);
  expect(demo.store).toEqual(own.store);
  expect(demo.serve).toEqual(own.serve);
  rmSync(folder, { recursive: true });
});

test('a device may bear the name of a profile in the folder of own profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-configuration-'));
  const path = join(folder, 'presage.yml');
  const devices = 'devices: [{ id: a, address: 10.0.0.1, profile: ours }]';
  writeFileSync(path, `network: n\nsnmp: { profiles: own }\n${devices}\n`);
  expect(() => readConfiguration(path, {})).toThrow(/own: cannot be read/);
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own', 'ours.yaml'), 'name: ours\nmatch: { sysObjectID: [1.3.6.1.4.1.99999] }\n');
  const configuration = readConfiguration(path, {});
  expect(configuration.snmp.profiles).toBe(join(folder, 'own'));
  expect(profilesOf(configuration).find('1.3.6.1.4.1.99999.1', null).name).toBe('ours');
  writeFileSync(path, `network: n\n${devices}\n`);
  expect(() => readConfiguration(path, {})).toThrow(/devices\[0\]\.profile: found "ours"/);
  rmSync(folder, { recursive: true });
});
