import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Agent, createAgent } from '../simulate/agent/agent.ts';
import { parseRecording } from '../simulate/agent/recording.ts';
import { pollCommand } from './poll.ts';

const RECORDING = `
1.3.6.1.2.1.1.1.0|4|RouterOS
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.14988.1
1.3.6.1.2.1.1.3.0|67|360000
1.3.6.1.2.1.1.5.0|4|edge-1
1.3.6.1.2.1.2.2.1.2.3|4|ether3
1.3.6.1.2.1.2.2.1.7.3|2|1
1.3.6.1.2.1.2.2.1.8.3|2|2
1.3.6.1.2.1.25.3.3.1.2.1|2|16
1.3.6.1.2.1.31.1.1.1.6.3|70|18446744073709551615
1.3.6.1.2.1.31.1.1.1.10.3|70|5
1.3.6.1.2.1.31.1.1.1.15.3|66|1000
1.3.6.1.2.1.31.1.1.1.18.3|4|to core
1.3.6.1.4.1.14988.1.1.3.8.0|2|241
1.3.6.1.4.1.14988.1.1.3.100.1.2.7401|4|psu1-state
1.3.6.1.4.1.14988.1.1.3.100.1.3.7401|66|1
1.3.6.1.4.1.14988.1.1.3.100.1.4.7401|2|6
`;

let agent: Agent;
let address: string;
let printed: string;
let told: string;

beforeEach(async () => {
  agent = createAgent({ tree: parseRecording(RECORDING).tree, community: 'hidden' });
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  address = `${host}:${port}`;
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
  vi.unstubAllEnvs();
  await agent.close();
});

const poll = (...options: string[]) => pollCommand().exitOverride().parseAsync(options, { from: 'user' });

describe('presage poll', () => {
  test('prints one JSON object, with counters as decimal strings', async () => {
    await poll(address, '--community', 'hidden', '--json');
    expect(printed.trimEnd()).not.toContain('\n');
    expect(JSON.parse(printed)).toEqual({
      device: address,
      sysName: 'edge-1',
      sysObjectID: '1.3.6.1.4.1.14988.1',
      profile: 'mikrotik-routeros',
      uptimeSeconds: 3600,
      cpu: [{ index: '1', description: 'Processor 1', percent: 16 }],
      memory: [],
      temperature: [],
      interfaces: [
        {
          index: '3',
          name: 'ether3',
          alias: 'to core',
          speedBitsPerSecond: 1_000_000_000,
          adminStatus: 'up',
          operStatus: 'down',
          inOctets: '18446744073709551615',
          outOctets: '5',
          inErrors: null,
          outErrors: null,
        },
      ],
      fan: [],
      voltage: [{ index: '0', description: 'Supply', volts: 24.1 }],
      current: [],
      power: [],
      frequency: [],
      humidity: [],
      optical: [],
      battery: [],
      runtime: [],
      load: [],
      state: [{ index: '7401', description: 'psu1-state', level: 2 }],
      sessions: [],
      connections: [],
      errors: [],
    });
  });

  test('prints a table for people, and takes the community from the environment', async () => {
    vi.stubEnv('PRESAGE_COMMUNITY', 'hidden');
    await poll(address);
    expect(printed).toMatch(/Voltage +description +now\n0 +Supply +24\.1 V/);
    expect(printed).toMatch(/State +description +now\n7401 +psu1-state +critical/);
    printed = '';
    await poll(address, '--profile', 'generic');
    expect(printed).toMatch(/name +edge-1/);
    expect(printed).toMatch(/profile +generic/);
    expect(printed).toMatch(/3 +ether3 +to core +1000 Mbit\/s +up +down +18446744073709551615 +5/);
    expect(pollCommand().helpInformation()).not.toContain('hidden');
  });

  test('shows who stands beside the device', async () => {
    await agent.close();
    const beside = `
1.0.8802.1.1.2.1.4.1.1.5.0.3.1|4x|020000000007
1.0.8802.1.1.2.1.4.1.1.4.0.3.1|2|4
1.0.8802.1.1.2.1.4.1.1.7.0.3.1|4|xe-0/0/1
1.0.8802.1.1.2.1.4.1.1.9.0.3.1|4|core-1
1.3.6.1.2.1.17.1.4.1.2.1|2|3
${[1, 2, 3, 4].map((last) => `1.3.6.1.2.1.17.4.3.1.2.2.0.0.0.0.${last}|2|1`).join('\n')}
1.3.6.1.2.1.4.22.1.2.3.10.0.0.9|4x|020000000009`;
    agent = createAgent({ tree: parseRecording(RECORDING + beside).tree, community: 'hidden' });
    const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
    await poll(`${host}:${port}`, '--community', 'hidden', '--neighbours');
    expect(printed).toMatch(/ether3 +lldp +core-1 +02:00:00:00:00:07 +– +xe-0\/0\/1/);
    expect(printed).toMatch(/ether3 +fdb +4 addresses\n/);
    expect(printed).toMatch(/ether3 +arp +02:00:00:00:00:09 \(10\.0\.0\.9\)\n/);
    printed = '';
    await poll(`${host}:${port}`, '--community', 'hidden', '--neighbours', '--json');
    const { neighbours } = JSON.parse(printed);
    expect(neighbours).toHaveLength(6);
    expect(neighbours[0]).toEqual({
      ...{ by: 'lldp', localIndex: '3', localPort: 'ether3', name: 'core-1', chassis: '02:00:00:00:00:07' },
      ...{ address: null, port: 'xe-0/0/1', portDescription: null },
    });
  });

  test('reads with a profile of one’s own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presage-poll-'));
    writeFileSync(join(folder, 'ours.yaml'), 'name: ours\nmatch: { sysObjectID: [1.3.6.1.4.1.14988] }\n');
    await poll(address, '--community', 'hidden', '--profiles', folder, '--profile', 'ours', '--json');
    rmSync(folder, { recursive: true });
    expect(JSON.parse(printed)).toMatchObject({ profile: 'ours', cpu: [{ percent: 16 }], voltage: [] });
  });

  test('says why a device did not answer', async () => {
    const waiting = poll(address, '--community', 'wrong', '--timeout', '100ms', '--retries', '0', '--json');
    await expect(waiting).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
    expect(printed).toBe('');
  });

  test.each(['', 'a b', '192.0.2.1:0', '192.0.2.1:65536', '[192.0.2.1]:161', '192.0.2.1:x', '[::1'])(
    'refuses the address %j',
    async (wrong) => {
      await expect(poll(wrong)).rejects.toThrow(/expected ADDRESS or ADDRESS:PORT/);
      expect(told).toContain('expected ADDRESS');
    },
  );

  test.each(['0s', '2', '2 weeks'])('refuses the timeout %j', async (wrong) => {
    await expect(poll(address, '--timeout', wrong)).rejects.toThrow(/expected a duration/);
  });
});
