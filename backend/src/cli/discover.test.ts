import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readConfiguration } from '../configuration.ts';
import { polledDevices } from '../polled-devices.ts';
import { type Agent, createAgent } from '../simulate/agent/agent.ts';
import { parseRecording } from '../simulate/agent/recording.ts';
import { neededExecutable } from '../test/needs.ts';
import { startSnmpd } from '../test/snmpd.ts';
import { discoverCommand } from './discover.ts';

const snmpd = neededExecutable('snmpd', 'snmpd');

const agents: Agent[] = [];
let folder: string;
let printed: string;
let told: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-discover-'));
  printed = '';
  told = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  for (const agent of agents.splice(0)) await agent.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Devices that answer on one port of several addresses of the loopback network; answers the port. */
async function network(devices: Readonly<Record<string, string>>, community = 'public'): Promise<number> {
  let port = 0;
  for (const [host, recording] of Object.entries(devices)) {
    const agent = createAgent({ tree: parseRecording(recording).tree, community });
    agents.push(agent);
    ({ port } = await agent.listen({ host, port }));
  }
  return port;
}

const device = (name: string, bridge: string, objectId = '1.3.6.1.4.1.14988.1') => `
1.3.6.1.2.1.1.1.0|4x|${Buffer.from('RouterOS\r\nRB760iGS').toString('hex')}
1.3.6.1.2.1.1.2.0|6|${objectId}
1.3.6.1.2.1.1.5.0|4|${name}
1.3.6.1.2.1.17.1.1.0|4x|${bridge.padStart(12, '0')}`;

const discover = (...options: string[]) => discoverCommand().exitOverride().parseAsync(options, { from: 'user' });
const FAST = ['--timeout', '200ms', '--retries', '0', '--rate', '1000'];

describe('presage discover', () => {
  test('writes the devices that answer into a file that a configuration takes', async () => {
    const port = await network({
      '127.0.0.2': device('core 1', '1'),
      '127.0.0.3': device('core 1', '1'),
      '127.0.0.5': device('MikroTik', '2'),
      '127.0.0.6': device('MikroTik', '3'),
      '127.0.0.7': '1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1',
    });
    const out = join(folder, 'devices.yml');
    await discover('127.0.0.0/29', '127.0.0.7', '--out', out, '--port', String(port), '--json', ...FAST);
    const rows = printed
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ id, addresses }) => [id, ...addresses])).toEqual([
      ['core-1', '127.0.0.2', '127.0.0.3'],
      ['MikroTik-127.0.0.5', '127.0.0.5'],
      ['MikroTik-127.0.0.6', '127.0.0.6'],
      ['127.0.0.7', '127.0.0.7'],
    ]);
    expect(rows[0]).toMatchObject({ known: false, sysName: 'core 1', profile: 'mikrotik-routeros', credentials: null });
    expect(readFileSync(out, 'utf8')).toContain(
      `  # mikrotik-routeros; RouterOS RB760iGS; also at 127.0.0.3\n  - id: core-1\n    name: core 1\n    address: 127.0.0.2:${port}\n`,
    );
    writeFileSync(join(folder, 'presage.yml'), 'devices_file: devices.yml\n');
    const devices = polledDevices(readConfiguration(join(folder, 'presage.yml'), {}));
    expect(devices.map(({ device: { id, name } }) => [id, name])).toEqual([
      ['core-1', 'core 1'],
      ['MikroTik-127.0.0.5', 'MikroTik'],
      ['MikroTik-127.0.0.6', 'MikroTik'],
      ['127.0.0.7', '127.0.0.7'],
    ]);
    expect(existsSync(`${out}.progress`)).toBe(false);
    expect(told).toContain(`devices found: 4, new in ${out}: 4`);
  });

  test('adds to a file what is not in it, and leaves the rest to the letter', async () => {
    const port = await network({
      '127.0.0.2': device('sw-1', '1'),
      '127.0.0.3': device('sw-1', '1'),
      '127.0.0.4': device('sw-4', '4'),
      '127.0.0.5': device('taken', '5'),
    });
    const out = join(folder, 'devices.yml');
    const mine = `# Mine.\ndevices:\n  - id: my-switch # never rename\n    address: 127.0.0.3:${port}\n  - {id: taken, address: 10.9.9.9}\n`;
    writeFileSync(out, mine);
    await discover('127.0.0.2-5', '--out', out, '--port', String(port), '--json', ...FAST);
    const text = readFileSync(out, 'utf8');
    expect(text.startsWith(mine.replace('{id: taken, address: 10.9.9.9}', '{ id: taken, address: 10.9.9.9 }'))).toBe(
      true,
    );
    expect(text.match(/- id: .*/g)).toEqual(['- id: my-switch # never rename', '- id: sw-4', '- id: taken-127.0.0.5']);
    expect(JSON.parse(printed.split('\n')[0]!)).toMatchObject({ id: 'my-switch', known: true });
    const before = readFileSync(out, 'utf8');
    await discover('127.0.0.2-5', '--out', out, '--port', String(port), ...FAST);
    expect(readFileSync(out, 'utf8')).toBe(before);
  });

  test('takes what answers at another port of a known address for another device', async () => {
    const port = await network({ '127.0.0.2': device('a', '1') });
    const out = join(folder, 'devices.yml');
    writeFileSync(out, 'devices:\n  - id: b\n    address: 127.0.0.2\n');
    await discover('127.0.0.2', '--out', out, '--port', String(port), ...FAST);
    expect(readFileSync(out, 'utf8').match(/- id: .*/g)).toEqual(['- id: b', '- id: a']);
  });

  test('goes on where it was interrupted, and keeps what was found', async () => {
    const port = await network({ '127.0.0.2': device('a', '1'), '127.0.0.200': device('b', '2') });
    const out = join(folder, 'devices.yml');
    const slow = ['127.0.0.1-250', '--out', out, '--port', String(port), '--timeout', '100ms', '--retries', '0'];
    const running = discover(...slow, '--rate', '100');
    await new Promise((done) => setTimeout(done, 600));
    process.emit('SIGINT');
    await running;
    expect(process.exitCode).toBe(130);
    expect(told).toContain('the same command goes on from here');
    expect(readFileSync(out, 'utf8')).toMatch(/id: a\n/);
    const { before } = JSON.parse(readFileSync(`${out}.progress`, 'utf8'));
    expect(before).toBeGreaterThan(2);
    expect(before).toBeLessThan(150);
    process.exitCode = undefined;
    await discover(...slow, '--rate', '2000');
    expect(told).toContain(`goes on after ${before} of 250 addresses, 1 answers`);
    expect(readFileSync(out, 'utf8').match(/id: [ab]\n/g)).toEqual(['id: a\n', 'id: b\n']);
    expect(process.exitCode).toBeUndefined();
  });

  test('asks with the credentials of a configuration, and names those that are not its defaults', async () => {
    const port = await network({ '127.0.0.2': device('a', '1') }, 'hidden');
    const config = join(folder, 'presage.yml');
    const credentials = 'core: {version: 2c, community: wrong}, access: {version: 2c, community: "${SECRET}"}';
    writeFileSync(
      config,
      `snmp: {credentials: {${credentials}}, default_credentials: core}\ndevices_file: none-yet.yml\n`,
    );
    vi.stubEnv('SECRET', 'hidden');
    const asking = ['127.0.0.2', '--port', String(port), '--config', config, ...FAST];
    await expect(discover(...asking)).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
    printed = '';
    await discover(...asking, '--credentials', 'core,access');
    expect(printed).toContain('credentials: access\n');
    expect(printed).not.toContain('hidden');
    await expect(discover(...asking, '--credentials', 'none')).rejects.toThrow(/expected a name.*core, access/);
    vi.unstubAllEnvs();
  });

  test.skipIf(!snmpd)('asks with SNMP v3, and names addresses that refuse the credentials', async () => {
    const lines = [
      'sysName edge-3',
      'createUser presage SHA-256 "right password" AES "right password"',
      'rouser presage priv',
    ];
    const box = await startSnmpd(snmpd!, lines, '80001f8803aabbccddee01');
    const config = join(folder, 'presage.yml');
    const configured = (password: string) =>
      writeFileSync(
        config,
        `snmp: {credentials: {v3: {version: 3, user: presage, auth: {protocol: sha256, password: ${password}}, privacy: {protocol: aes128, password: ${password}}}}}\n`,
      );
    const asking = ['127.0.0.1', '--port', String(box.port), '--config', config, ...FAST];
    try {
      configured('right password');
      await discover(...asking, '--json');
      expect(JSON.parse(printed)).toMatchObject({ id: 'edge-3', profile: 'linux', credentials: 'v3' });
      configured('wrong password');
      await expect(discover(...asking)).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
      expect(told).toContain('127.0.0.1 answers, but refuses the credentials');
    } finally {
      await box.stop();
    }
  });

  test('refuses what cannot be meant before anything is asked', async () => {
    await expect(discover('10.0.0.0/8')).rejects.toMatchObject({ code: 'COMMAND_USAGE' });
    await expect(discover('10.0.0.1', '--credentials', 'x')).rejects.toMatchObject({ code: 'COMMAND_USAGE' });
    writeFileSync(join(folder, 'devices.yml'), '- no devices\n');
    await expect(discover('10.0.0.1', '--out', join(folder, 'devices.yml'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
