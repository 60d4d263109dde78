import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readTrapDefinitions } from '../../configuration.ts';
import type { NamedTrap } from '../../model/contracts/traps.ts';
import type { Trap, VariableValue } from '../../model/trap.ts';
import { createNaming } from './name.ts';

const delivered = createNaming(readTrapDefinitions(join(import.meta.dirname, 'definitions')));

const trap = (oid: string, variables: Record<string, VariableValue> = {}): Trap => ({
  ...{ time: 0, source: '192.0.2.1', agent: null, version: '2c', inform: false, credentials: 'plain', oid },
  uptimeSeconds: 1,
  variables: Object.entries(variables).map(([name, value]) => ({ oid: name, value })),
});
const octets = (text: string) => Buffer.from(text);

const ENV = '1.3.6.1.4.1.9.9.13';
const JNX = '1.3.6.1.4.1.2636';
const HW = '1.3.6.1.4.1.2011.5.25';
const NAME = '1.3.6.1.2.1.47.1.1.1.1.7.9';
const OSPF = '1.3.6.1.2.1.14';

describe('delivered definitions', () => {
  test.each<[string, Trap, Partial<NamedTrap>]>([
    [
      'linkDown',
      trap('1.3.6.1.6.3.1.1.5.3', { '1.3.6.1.2.1.2.2.1.1.7': 7 }),
      { kind: 'interface-down', raises: true, interface: '7', text: 'Interface 7 is down', severity: 'major' },
    ],
    [
      'linkDown of what is switched off',
      trap('1.3.6.1.6.3.1.1.5.3', { '1.3.6.1.2.1.2.2.1.1.7': 7, '1.3.6.1.2.1.2.2.1.7.7': 2 }),
      { kind: 'interface-down', raises: false, interface: '7' },
    ],
    [
      'linkUp',
      trap('1.3.6.1.6.3.1.1.5.4', { '1.3.6.1.2.1.2.2.1.1.7': 7 }),
      { kind: 'interface-down', raises: false, interface: '7' },
    ],
    ['coldStart', trap('1.3.6.1.6.3.1.1.5.1'), { kind: 'restart', raises: true, lasts: 600_000, severity: 'minor' }],
    ['authenticationFailure', trap('1.3.6.1.6.3.1.1.5.5'), { kind: 'authentication-failure', raises: true }],
    [
      'bgpBackwardTransition',
      trap('1.3.6.1.2.1.15.7.2', { '1.3.6.1.2.1.15.3.1.2.10.0.0.9': 1 }),
      {
        kind: 'neighbour-lost',
        raises: true,
        part: 'BGP 10.0.0.9',
        text: 'BGP session with 10.0.0.9 has fallen back to idle',
      },
    ],
    [
      'bgpEstablishedNotification',
      trap('1.3.6.1.2.1.15.0.1', { '1.3.6.1.2.1.15.3.1.2.10.0.0.9': 6 }),
      { kind: 'neighbour-lost', raises: false, part: 'BGP 10.0.0.9' },
    ],
    [
      'cbgpPeer2BackwardTransNotification',
      trap('1.3.6.1.4.1.9.9.187.0.6', { '1.3.6.1.4.1.9.9.187.1.2.5.1.3.1.4.10.0.0.9': 1 }),
      { raises: true, part: 'BGP 10.0.0.9' },
    ],
    [
      'ospfNbrStateChange to down',
      trap(`${OSPF}.16.2.2`, {
        [`${OSPF}.10.1.1.10.0.0.2.0`]: '10.0.0.2',
        [`${OSPF}.10.1.3.10.0.0.2.0`]: '9.9.9.9',
        [`${OSPF}.10.1.6.10.0.0.2.0`]: 1,
      }),
      { kind: 'neighbour-lost', raises: true, part: 'OSPF 10.0.0.2' },
    ],
    [
      'ospfNbrStateChange to full',
      trap(`${OSPF}.16.2.2`, { [`${OSPF}.10.1.1.10.0.0.2.0`]: '10.0.0.2', [`${OSPF}.10.1.6.10.0.0.2.0`]: 8 }),
      { raises: false, part: 'OSPF 10.0.0.2' },
    ],
    [
      'upsTrapOnBattery',
      trap('1.3.6.1.2.1.33.2.1', { '1.3.6.1.2.1.33.1.2.3.0': 40, '1.3.6.1.2.1.33.1.2.2.0': 60 }),
      {
        kind: 'power-failure',
        raises: true,
        part: 'On battery',
        lasts: 180_000,
        text: 'Runs on battery for 60 s, 40 min are left',
      },
    ],
    [
      'upsTrapAlarmEntryRemoved in the form of a v1 trap',
      trap('1.3.6.1.2.1.33.2.0.4', { '1.3.6.1.2.1.33.1.6.2.1.2.1': '1.3.6.1.2.1.33.1.6.3.2' }),
      { kind: 'power-failure', raises: false, part: 'On battery' },
    ],
    [
      'ciscoEnvMonTempStatusChangeNotif',
      trap(`${ENV}.3.0.7`, {
        [`${ENV}.1.3.1.2.1`]: octets('Chassis'),
        [`${ENV}.1.3.1.3.1`]: 71,
        [`${ENV}.1.3.1.6.1`]: 3,
      }),
      { kind: 'overheating', raises: true, part: 'Chassis', text: 'Sensor Chassis is at 71 °C: critical' },
    ],
    [
      'ciscoEnvMonFanStatusChangeNotif',
      trap(`${ENV}.3.0.8`, { [`${ENV}.1.4.1.2.1`]: octets('Fan 1'), [`${ENV}.1.4.1.3.1`]: 1 }),
      { kind: 'cooling-failure', raises: false, part: 'Fan 1' },
    ],
    [
      'ciscoEnvMonSuppStatusChangeNotif',
      trap(`${ENV}.3.0.9`, { [`${ENV}.1.5.1.2.1`]: octets('PSU 1'), [`${ENV}.1.5.1.3.1`]: 6 }),
      { kind: 'power-failure', raises: true, part: 'PSU 1' },
    ],
    [
      'cefcPowerStatusChange',
      trap('1.3.6.1.4.1.9.9.117.2.0.2', { '1.3.6.1.4.1.9.9.117.1.1.2.1.2.22': 8 }),
      { kind: 'power-failure', raises: true, part: 'Entity 22' },
    ],
    [
      'jnxPowerSupplyFailure',
      trap(`${JNX}.4.1.1`, { [`${JNX}.3.1.8.1.6.2.1.0.0`]: octets('Power Supply 0') }),
      { kind: 'power-failure', raises: true, part: 'Power Supply 0' },
    ],
    [
      'jnxFanOK',
      trap(`${JNX}.4.2.2`, { [`${JNX}.3.1.8.1.6.4.1.0.0`]: octets('Fan Tray') }),
      { kind: 'cooling-failure', raises: false, part: 'Fan Tray' },
    ],
    [
      'hwFanFail',
      trap(`${HW}.219.2.6.3`, { [NAME]: octets('FAN 1') }),
      { kind: 'cooling-failure', raises: true, part: 'FAN 1' },
    ],
    [
      'hwBrdTempResume',
      trap(`${HW}.219.2.10.14`, { [NAME]: octets('MPU 9') }),
      { kind: 'overheating', raises: false, part: 'MPU 9' },
    ],
    ['mtxrTemperatureException', trap('1.3.6.1.4.1.14988.1.1.9.0.2'), { kind: 'overheating', raises: true }],
  ])('%s', (_, sent, expected) => {
    expect(delivered(sent)).toMatchObject(expected);
  });

  test('of several texts the first counts whose variables have come', () => {
    const down = (more: Record<string, VariableValue>) =>
      delivered(trap('1.3.6.1.6.3.1.1.5.3', { '1.3.6.1.2.1.2.2.1.1.7': 7, ...more }))?.text;
    expect(down({ '1.3.6.1.2.1.2.2.1.2.7': octets('GigabitEthernet0/7') })).toBe(
      'Interface GigabitEthernet0/7 is down',
    );
    expect(down({ '1.3.6.1.2.1.31.1.1.1.1.7': octets('Gi0/7') })).toBe('Interface Gi0/7 is down');
  });

  test('what nothing names is not named', () => {
    expect(delivered(trap('1.3.6.1.4.1.99999.1'))).toBeUndefined();
  });

  test('a variable that did not come is shown as missing, and octets that are no text in hexadecimal', () => {
    expect(delivered(trap(`${JNX}.4.1.1`))).toMatchObject({ part: '?' });
    expect(delivered(trap(`${HW}.219.2.6.3`, { [NAME]: Buffer.from([0, 0xff]) }))).toMatchObject({ part: '00 ff' });
  });
});

describe('files of definitions', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const read = (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'presage-definitions-'));
    folders.push(folder);
    writeFileSync(join(folder, 'own.yaml'), text);
    return readTrapDefinitions(folder);
  };
  const own = (more: string) => `traps:
  - oid: 1.3.6.1.4.1.99999.0.1
    name: doorOpen
    severity: minor
    variables: { door: 1.3.6.1.4.1.99999.1.1 }
    part: Door {door}
    raises: device-alarm
    text: Door {door} is open
${more}`;

  test('name what a network has of its own', () => {
    const name = createNaming(read(own('    lasts: 2h\n')));
    expect(name(trap('1.3.6.1.4.1.99999.0.1', { '1.3.6.1.4.1.99999.1.1.0': 4 }))).toEqual({
      ...{ name: 'doorOpen', severity: 'minor', kind: 'device-alarm', raises: true, lasts: 7_200_000 },
      ...{ interface: undefined, part: 'Door 4', text: 'Door 4 is open' },
    });
  });

  test.each([
    ['    clears: device-alarm\n', /own\.yaml:9:13: traps\[0\]\.clears: .*raises or clears/],
    [
      '    where: [{ variable: window, in: [1] }]\n',
      /own\.yaml:9:\d+: traps\[0\]\.where\[0\]\.variable: .*door, found window/,
    ],
    ['    colour: red\n', /own\.yaml:9:5: traps\[0\]\.colour: unknown key/],
    ['    lasts: soon\n', /own\.yaml:9:\d+: traps\[0\]\.lasts: found "soon", expected a duration/],
    ['    interface: door\n', /own\.yaml:6:\d+: traps\[0\]\.part: .*interface or part/],
  ])('a fault is told with line and field: %s', (more, message) => {
    expect(() => read(own(more))).toThrow(message);
  });

  test('a kind of incident that traps cannot raise is told with those that they can', () => {
    expect(() => read(own('').replace('device-alarm', 'cpu'))).toThrow(
      /raises: found "cpu", expected .*"device-alarm"/,
    );
  });

  test('a folder that is not there is told', () => {
    expect(() => readTrapDefinitions('/nowhere/at/all')).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNREADABLE' }),
    );
  });
});
