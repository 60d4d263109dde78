// Writes what is read of each recorded device, docs/reference/devices.md: npm run bench -- device-table
import { writeFileSync } from 'node:fs';
import type { DeviceReading } from '../backend/src/model/device.ts';
import { SENSOR_KINDS } from '../backend/src/model/sensors.ts';
import { sharedPath } from '../backend/src/test/needs.ts';
import {
  compare,
  expectedOf,
  percentOf,
  readRecorded,
  recordingNames,
  SHARES,
  type Share,
  type Shares,
  sumOf,
} from '../backend/src/test/recorded-devices.ts';

const folder = sharedPath('data/snmp-devices/given');
if (folder === undefined) process.exit(2);

const rows: { readonly name: string; readonly reading: DeviceReading; readonly shares: Shares }[] = [];
for (const name of recordingNames(folder)) {
  const reading = await readRecorded(folder, name);
  rows.push({ name, reading, shares: compare(expectedOf(folder, name), reading) });
}
const sum = sumOf(rows.map(({ shares }) => shares));

const shareText = ({ found, all }: Share) => (all === 0 ? '' : `${found}/${all}`);
const sensorText = ({ sensors }: DeviceReading) =>
  SENSOR_KINDS.flatMap((kind) => {
    const count = sensors.filter((sensor) => sensor.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  }).join(', ');

const lines = [
  '<!-- Made by `npm run bench -- device-table`: change bench/device-table.ts, not this file. -->',
  '# What is read of recorded devices',
  `Recordings of ${rows.length} devices are played by a simulated agent and read over SNMP with the profile that fits. The recordings`,
  'and what is expected of them come from the test suite of LibreNMS: a row counts as found when it is read under the same OID with',
  'the same value (percentages to 1, temperatures to half a degree, octets to 1024). Sensors have nothing to be compared with; their',
  'number is what is found. [How profiles work](profiles.md).',
  '',
  '| device | profile | processors | memory pools | temperatures | ports | other sensors |',
  '|---|---|---:|---:|---:|---:|---|',
  ...rows.map(
    ({ name, reading, shares }) =>
      `| ${name} | \`${reading.profile}\` | ${SHARES.map((kind) => shareText(shares[kind])).join(' | ')} | ${sensorText(reading)} |`,
  ),
  `| **all** | | ${SHARES.map((kind) => `**${percentOf(sum[kind]).toFixed(1)} %** of ${sum[kind].all}`).join(' | ')} | |`,
];
writeFileSync(new URL('../docs/reference/devices.md', import.meta.url), `${lines.join('\n')}\n`);
for (const kind of SHARES) {
  const figure = { name: `recorded devices: ${kind}`, value: percentOf(sum[kind]), unit: 'percent', bar: 97 };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}
