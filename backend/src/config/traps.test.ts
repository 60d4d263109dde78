import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfiguration, withDemoNetwork } from '../configuration.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function folderOf(section: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'presage-traps-'));
  folders.push(folder);
  const head = 'snmp: {credentials: {noc: {version: 2c, community: x}}}\ndevices: [{id: a, address: 10.0.0.1}]\n';
  writeFileSync(join(folder, 'presage.yml'), head + section);
  return folder;
}
const read = (section: string) => readConfiguration(join(folderOf(section), 'presage.yml'), {});

describe('the section traps', () => {
  test('is off where nothing is said, on loopback and a port that needs no right', () => {
    expect(read('').traps).toEqual({
      ...{ enabled: false, listen: { address: '127.0.0.1', port: 1162 }, credentials: [], sources: {} },
      ...{ rate: 100, burst: 10_000, duplicates: 60_000, definitions: undefined },
    });
  });

  test('takes names of credentials and further addresses of devices', () => {
    const { traps } = read('traps: {enabled: true, credentials: [noc], sources: {10.9.9.9: a}, duplicates: 5m}\n');
    expect(traps).toMatchObject({
      enabled: true,
      credentials: ['noc'],
      sources: { '10.9.9.9': 'a' },
      duplicates: 300_000,
    });
  });

  test.each([
    ['traps: {enabled: true}', /presage\.yml:3:\d+: traps\.credentials: .*without them nothing can be taken/],
    [
      'traps: {credentials: [noc, x]}',
      /presage\.yml:3:28: traps\.credentials\[1\]: found "x", expected a name .*: noc/,
    ],
    ['traps: {sources: {10.9.9.9: b}}', /presage\.yml:3:29: traps\.sources\.10\.9\.9\.9: found "b", expected the id/],
    ['traps: {sources: {here: a}}', /traps\.sources\.here: .*expected an IP address/],
    ['traps: {listen: {address: localhost}}', /presage\.yml:3:27: traps\.listen\.address: .*expected an IP address/],
    ['traps: {listen: {prot: 1}}', /unknown key, did you mean port\?; allowed: address, port/],
  ])('says what is wrong in %s', (section, message) => {
    expect(() => read(`${section}\n`)).toThrow(message);
  });

  test('faults in own definitions are said with the configuration', () => {
    const folder = folderOf('traps: {definitions: traps}\n');
    mkdirSync(join(folder, 'traps'));
    writeFileSync(join(folder, 'traps/own.yaml'), 'traps:\n  - {oid: x, name: y, severity: major, text: z}\n');
    const reading = () => readConfiguration(join(folder, 'presage.yml'), {});
    expect(reading).toThrow(/traps\/own\.yaml:2:11: traps\[0\]\.oid: found "x", expected an OID/);
  });

  test('the demo network receives none', () => {
    expect(withDemoNetwork(read('traps: {enabled: true, credentials: [noc]}\n')).traps.enabled).toBe(false);
  });
});
