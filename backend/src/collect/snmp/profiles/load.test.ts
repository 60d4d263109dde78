import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadProfiles } from './load.ts';
import { profileJsonSchema } from './schema.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'profiles-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.yaml`), text);
  return loadProfiles([], [folder]);
};

const CPU = 'cpu: [{ columns: { load: 1.3.6.1.9 }, percent: load, description: Processor }]';
const device = (name: string, match: string, more = '') => `name: ${name}\nmatch: ${match}\n${more}\n`;

describe('the profile of a device', () => {
  test.each([
    ['1.3.6.1.4.1.9.1.1208', 'Cisco IOS Software', 'cisco-ios'],
    ['1.3.6.1.4.1.2011.2.23.294', 'S5720-32X-EI', 'huawei-vrp'],
    ['1.3.6.1.4.1.14988.1', 'RouterOS CRS317-1G-16S+', 'mikrotik-routeros'],
    ['1.3.6.1.4.1.99999.1', 'unknown', 'generic'],
    [null, null, 'generic'],
  ])('%s, %s is %s', (sysObjectID, sysDescr, expected) => {
    expect(loadProfiles().find(sysObjectID, sysDescr).name).toBe(expected);
  });

  test('is the one with the longest prefix, among equals the one whose description fits', () => {
    const profiles = load({
      generic: 'name: generic',
      vendor: device('vendor', '{ sysObjectID: [1.3.6.1.4.1.9] }'),
      model: device('model', '{ sysObjectID: [1.3.6.1.4.1.9.1] }'),
      words: device('words', '{ sysObjectID: [1.3.6.1.4.1.9.1], sysDescr: "XR" }'),
    });
    expect(profiles.find('1.3.6.1.4.1.9.1.5', 'IOS XR').name).toBe('words');
    expect(profiles.find('1.3.6.1.4.1.9.1.5', 'IOS').name).toBe('model');
    expect(profiles.find('1.3.6.1.4.1.9.2', 'IOS XR').name).toBe('vendor');
    expect(profiles.find('1.3.6.1.4.1.99', 'IOS XR').name).toBe('generic');
  });

  test('with a probe is found only where the device shows one of its objects, and then before its equals', () => {
    const profiles = load({
      generic: 'name: generic',
      linux: device('linux', '{ sysObjectID: [1.3.6.1.4.1.8072] }'),
      words: device('words', '{ sysObjectID: [1.3.6.1.4.1.8072], sysDescr: Linux }'),
      radio: device(
        'radio',
        '{ sysObjectID: [1.3.6.1.4.1.8072], probe: [1.3.6.1.4.1.41112.1.6, 1.3.6.1.4.1.41112.1.4] }',
      ),
    });
    expect(profiles.probes('1.3.6.1.4.1.8072.3', 'x')).toEqual(['1.3.6.1.4.1.41112.1.6', '1.3.6.1.4.1.41112.1.4']);
    expect(profiles.probes('1.3.6.1.4.1.9', 'x')).toEqual([]);
    expect(profiles.find('1.3.6.1.4.1.8072.3', 'x').name).toBe('linux');
    expect(profiles.find('1.3.6.1.4.1.8072.3', 'Linux').name).toBe('words');
    const shown = new Set(['1.3.6.1.4.1.41112.1.4']);
    expect(profiles.find('1.3.6.1.4.1.8072.3', 'Linux', shown).name).toBe('radio');
  });

  test('ends with the tables of the standard MIBs, which are read where its own find nothing', () => {
    const profiles = load({
      standard: `name: standard\n${CPU.replace('Processor', 'Standard')}`,
      generic: 'name: generic\nextends: [standard]',
      device: device('device', '{ sysObjectID: [1.3.6.1.4.1.9] }', CPU),
      fragment: `name: fragment\n${CPU}`,
    });
    const { cpu } = profiles.named('device');
    expect(cpu.map(({ description, fallback }) => [description, fallback])).toEqual([
      [['Processor'], false],
      [['Standard'], 'standard'],
    ]);
    expect(profiles.named('generic').cpu).toHaveLength(1);
  });

  test('holds what it extends before its own, and takes its quirks where it has none', () => {
    const profiles = load({
      generic: 'name: generic',
      base: `name: base\nquirks: { maxRepetitions: 5 }\n${CPU}`,
      device: device(
        'device',
        '{ sysObjectID: [1.3.6.1.4.1.9] }',
        `extends: [base]\n${CPU.replace('Processor', 'Own')}`,
      ),
      slow: device('slow', '{ sysObjectID: [1.3.6.1.4.1.8] }', 'extends: [base]\nquirks: { noBulk: true }'),
    });
    expect(profiles.named('device').cpu.map(({ description }) => description)).toEqual([['Processor'], ['Own']]);
    expect(profiles.named('device').repetitions).toBe(5);
    expect(profiles.named('slow').repetitions).toBe(1);
  });
});

test('a profile of one’s own takes the place of one of the same name, and goes before its equals', () => {
  writeFileSync(join(folder, 'cisco-ios.yaml'), device('cisco-ios', '{ sysObjectID: [1.3.6.1.4.1.9] }'));
  writeFileSync(
    join(folder, 'ours.yaml'),
    device('ours', '{ sysObjectID: [1.3.6.1.4.1.14988.1] }', 'extends: [mikrotik]'),
  );
  const profiles = loadProfiles([folder]);
  expect(profiles.named('cisco-ios').cpu.every(({ fallback }) => fallback !== false)).toBe(true);
  expect(profiles.find('1.3.6.1.4.1.14988.1', 'RouterOS').name).toBe('ours');
  expect(profiles.fragments).toContain('mikrotik');
});

test('the JSON Schema for editors is up to date', () => {
  const written = readFileSync(join(import.meta.dirname, '../../../../profile.schema.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(profileJsonSchema());
});

describe('a faulty profile is told with its file and field', () => {
  const table = (text: string) => `name: faulty\ncpu:\n  - ${text}\n`;
  test.each([
    ['an unknown key', 'name: faulty\ncpus: []', /cpus/],
    ['a name that is not the file', 'name: other', /name: found other/],
    [
      'an OID that is none',
      table('{ columns: { load: ifName }, percent: load, description: x }'),
      /cpu\[0\]\.columns\.load: .*OID/,
    ],
    [
      'a column that is not there',
      table('{ columns: { load: 1.3.6 }, percent: lod, description: x }'),
      /cpu\[0\]\.percent\.column: found lod/,
    ],
    [
      'a factor that is not there',
      table('{ columns: { load: 1.3.6 }, percent: { column: load, multiply: unit }, description: x }'),
      /cpu\[0\]\.percent: found unit/,
    ],
    [
      'a part of a text that is not there',
      table('{ columns: { load: 1.3.6 }, percent: load, description: "{nam}" }'),
      /description: found nam/,
    ],
    [
      'a condition on nothing',
      table('{ columns: { load: 1.3.6 }, where: [{ column: x }], percent: load, description: x }'),
      /where\[0\]\.column: found x/,
    ],
    [
      'a label by nothing',
      table('{ columns: { load: 1.3.6 }, labels: { a: { column: 1.3.6, by: x } }, percent: load, description: x }'),
      /labels\.a\.by: found x/,
    ],
    [
      'a regular expression that is none',
      'name: faulty\nmatch: { sysObjectID: [1.3.6], sysDescr: "(" }',
      /match\.sysDescr: .*regular expression/,
    ],
    [
      'memory that tells too little',
      'name: faulty\nmemory:\n  - { columns: { used: 1.3.6 }, used: used, description: x }',
      /memory\[0\]: expected usedPercent/,
    ],
    ['broken YAML', 'name: [', /faulty\.yaml/],
    ['what it extends missing', 'name: faulty\nextends: [nothing]', /extends\[0\]: found nothing/],
    ['what it extends in a circle', 'name: faulty\nextends: [faulty]', /extends\[0\]: faulty → faulty/],
  ])('%s', (_, text, words) => {
    const error = (() => {
      try {
        load({ generic: 'name: generic', faulty: text });
        return undefined;
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      code: 'PROFILE_INVALID',
      message: expect.stringContaining(join(folder, 'faulty.yaml')),
    });
    expect((error as Error).message).toMatch(words);
  });

  test('a fault is told with its line', () => {
    const text = 'name: faulty\ncpu:\n  - columns:\n      load: 1.3.6.1.9\n    percent: lod\n    description: x\n';
    expect(() => load({ generic: 'name: generic', faulty: text })).toThrow(/faulty\.yaml:5: cpu\[0\]\.percent/);
    expect(() => load({ generic: 'name: generic', faulty: 'name: faulty\n\nquirk: {}\n' })).toThrow(/faulty\.yaml/);
  });

  test('a folder that does not exist is told', () => {
    expect(() => loadProfiles([join(folder, 'nothing')])).toThrow(/nothing: cannot be read/);
  });

  test('asking for one that does not exist, or for a fragment, names those there are', () => {
    for (const name of ['cisco', 'cisco-process']) {
      expect(() => loadProfiles().named(name)).toThrow(/expected one of .*cisco-ios, .*generic/);
    }
  });
});

test('the documentation lists every profile that a device may be read with, and no other', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../../docs/reference/profiles.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `([a-z0-9-]+)` \| [^|]+ \| (?:any other|`1\.3)/gm)].map(([, name]) => name!);
  expect(listed.toSorted()).toEqual([...loadProfiles().names].toSorted());
});
