import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadKinds } from './kinds.ts';

const shipped = join(import.meta.dirname, 'kinds');
const good = `
kind: fan
title: { en: Fan stands still, ru: Вентилятор остановился }
severity: minor
probableCause: cooling fan failure
series: { measurement: fan, fields: { speed: '' } }
resource: component
measure: { against: value, below: 100, clear: 200, raiseAfter: 2, clearAfter: 2 }
predict: { raise: 0.7, keep: 0.4, hold: 2, release: 3 }
`;

describe('kinds of incidents', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'presage-kinds-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('those that are shipped are these', () => {
    const network = [
      'cpu',
      'device-down',
      'link-load',
      'memory',
      'session-drop',
      'subscriber-anomalies',
      'temperature',
    ];
    const reported = ['authentication-failure', 'cooling-failure', 'device-alarm', 'interface-down'];
    reported.push('neighbour-lost', 'overheating', 'power-failure', 'restart');
    const logs = ['log-silent', 'log-unreadable', 'login-failures', 'mass-disconnect', 'radius-delay', 'zero-traffic'];
    const names = [...network, ...reported, ...logs, 'forecast-drift', 'forecast-untrusted'].toSorted();
    expect(loadKinds().map(({ kind }) => kind)).toEqual(names);
  });

  test('a new kind is one new file', () => {
    cpSync(shipped, folder, { recursive: true });
    writeFileSync(join(folder, 'fan.yaml'), good);
    expect(loadKinds(folder)).toHaveLength(loadKinds().length + 1);
    expect(loadKinds(folder).find(({ kind }) => kind === 'fan')).toMatchObject({ severity: 'minor', silence: 'hold' });
  });

  test.each([
    ['severity', good.replace('minor', 'terrible')],
    ['measure.clear', good.replace('clear: 200', 'clear: 50')],
    ['measure.above', good.replace('below: 100', 'below: 100, above: 300')],
    ['measure.above', good.replace('below: 100,', '')],
    ['predict.keep', good.replace('keep: 0.4', 'keep: 0.9')],
    ['title.ru', good.replace(', ru: Вентилятор остановился', '')],
    ['kind', good.replace('kind: fan', 'kind: ventilator')],
    ['colour', `${good}colour: red\n`],
    ['measure.lag', good.replace(/measure:.*/, 'measure: { against: forecast, dropPercent: 3 }')],
    [
      'predict.lag',
      good.replace(
        /measure:.*/,
        'measure: { against: forecast, dropPercent: 30, minimum: 1, clearPercent: 15, lag: 10, raiseAfter: 1, clearAfter: 2 }',
      ),
    ],
    ['YAML', `${good}kind: [`],
  ])('a fault in %s is told with file and field', (field, text) => {
    writeFileSync(join(folder, 'fan.yaml'), text);
    const load = () => loadKinds(folder);
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    if (field !== 'YAML') expect(load).toThrow(new RegExp(`fan\\.yaml: .*${field.replace('.', '\\.')}`));
    else expect(load).toThrow(/fan\.yaml: /);
  });

  test('tells the faults of all files at once', () => {
    writeFileSync(join(folder, 'a.yaml'), good);
    writeFileSync(join(folder, 'b.yaml'), 'kind: 7');
    expect(() => loadKinds(folder)).toThrow(/a\.yaml: kind[\s\S]*b\.yaml: kind/);
  });

  test('a folder that is not there is told', () => {
    const load = () => loadKinds(join(folder, 'absent'));
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_UNREADABLE' }));
  });
});
