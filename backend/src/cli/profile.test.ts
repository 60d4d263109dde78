import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadProfiles } from '../collect/snmp/profiles/load.ts';
import { createAgent } from '../simulate/agent/agent.ts';
import { parseRecording } from '../simulate/agent/recording.ts';
import { profileCommand } from './profile.ts';

const DEVICE = [
  '1.3.6.1.2.1.1.1.0|4|Switch of ours\r\nrelease 5',
  '1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.7',
  '1.3.6.1.2.1.1.3.0|67|360000',
  '1.3.6.1.2.1.2.2.1.2.3|4x|eth\u0000',
  '1.3.6.1.2.1.25.3.3.1.2.1|2|16',
  '1.3.6.1.2.1.31.1.1.1.6.3|70|18446744073709551615',
  '1.3.6.1.4.1.318.1.1.1.2.3.2.0|66|255',
  '1.3.6.1.4.1.99999.1.0|64|192.0.2.7',
].map((line) =>
  line
    .replace('|4|Switch of ours\r\nrelease 5', `|4x|${Buffer.from('Switch of ours\r\nrelease 5').toString('hex')}`)
    .replace('4x|eth\u0000', '4x|65746800'),
);

let folder: string;
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-profile-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const run = (...options: string[]) => profileCommand().exitOverride().parseAsync(options, { from: 'user' });

describe('presage profile check', () => {
  const check = (text: string, ...options: string[]) => {
    const file = join(folder, 'ours.yaml');
    writeFileSync(file, text);
    return run('check', file, ...options);
  };

  test('says which devices a profile would match, and how they are read without it', async () => {
    await check('name: ours\nmatch: { sysObjectID: [1.3.6.1.4.1.14988.1], sysDescr: CRS3 }\n');
    expect(printed).toMatch(/ours\.yaml: valid\nmatches devices with sysObjectID 1\.3\.6\.1\.4\.1\.14988\.1 and below/);
    expect(printed).toContain('a sysDescr that fits /CRS3/');
    expect(printed).toContain('without it they are read with mikrotik-routeros');
  });

  test('knows a fragment, and other profiles of the folder', async () => {
    writeFileSync(join(folder, 'shared.yaml'), 'name: shared\n');
    await check('name: ours\nextends: [shared]\n', '--profiles', folder);
    expect(printed).toContain('a fragment');
  });

  test('names line and field of a fault', async () => {
    await expect(check('name: ours\nmatch: {}\n')).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
      message: expect.stringMatching(/ours\.yaml:2: match\.sysObjectID: /),
    });
  });
});

describe('presage profile new', () => {
  const create = async (...options: string[]) => {
    const agent = createAgent({ tree: parseRecording(DEVICE.join('\n')).tree, community: 'hidden' });
    const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
    const where = ['--community', 'hidden', '--name', 'ours', '--folder', folder];
    await run('new', `${host}:${port}`, ...where, ...options).finally(() => agent.close());
  };

  test('records what the device shows, and proposes a profile that is valid', async () => {
    await create();
    expect(readFileSync(join(folder, 'ours.snmprec'), 'utf8').trimEnd().split('\n')).toEqual(DEVICE);
    const text = readFileSync(join(folder, 'ours.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=.*profile\.schema\.json\n# Switch of ours release 5\n/);
    expect(text).toContain('  - host-resources-cpu # 1 cpu\n');
    expect(text).toContain('The tables of apc-ups find 1 temperature');
    expect(loadProfiles([folder]).find('1.3.6.1.4.1.99999.7', null).name).toBe('ours');
    expect(printed).toContain('8 objects');
  });

  test('overwrites nothing unless it is told to', async () => {
    writeFileSync(join(folder, 'ours.yaml'), 'mine');
    await expect(create()).rejects.toMatchObject({ code: 'COMMAND_USAGE' });
    expect(readFileSync(join(folder, 'ours.yaml'), 'utf8')).toBe('mine');
    await create('--force');
    expect(readFileSync(join(folder, 'ours.yaml'), 'utf8')).toContain('name: ours');
  });

  test('makes the folder it is to write to, and says so when a name cannot be resolved', async () => {
    const deeper = join(folder, 'a', 'b');
    const wrong = run('new', 'no-such-host.invalid', '--name', 'ours', '--folder', deeper);
    await expect(wrong).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
    expect(existsSync(deeper)).toBe(true);
  });

  test('says that a device does not answer', async () => {
    const wrong = run('new', '127.0.0.1:1', '--name', 'ours', '--folder', folder, '--timeout', '100ms');
    await expect(wrong).rejects.toMatchObject({ code: 'DEVICE_UNREACHABLE' });
  });
});
