import { isIPv6 } from 'node:net';
import { Command, InvalidArgumentError } from 'commander';
import { loadProfiles } from '../collect/snmp/profiles/load.ts';
import { createDeviceReader } from '../collect/snmp/read.ts';
import { systemClock } from '../model/clock.ts';
import type { DeviceReading } from '../model/device.ts';
import { SENSOR_KINDS, SENSORS, type SensorKind, type SensorReading } from '../model/sensors.ts';
import { neighboursOf, neighbourTable } from './neighbours.ts';
import { type CredentialOptions, credentialsOf, withCredentialOptions } from './poll-credentials.ts';
import { aligned } from './table.ts';
import { durationBetween, wholeNumber } from './values.ts';

interface PollOptions extends CredentialOptions {
  readonly timeout?: number;
  readonly retries: number;
  readonly profile?: string;
  readonly neighbours?: boolean;
  readonly profiles?: string;
  readonly json?: boolean;
}

const SNMP_PORT = 161;

/** `presage poll`: reads one device over SNMP and shows what it said. */
export function pollCommand(): Command {
  return withCredentialOptions(new Command('poll'))
    .description('Read one device over SNMP and show what it says.')
    .argument('<address>', 'IPv4, [IPv6] or host name, and :PORT where it is not 161', addressOf)
    .option('--timeout <duration>', 'until an attempt is given up (default: 2s)', durationBetween(50, 60_000))
    .option('--retries <count>', 'further attempts', wholeNumber(0, 10), 1)
    .option('--profile <name>', 'device profile (default: found by what the device says of itself)')
    .option('--neighbours', 'show who stands beside it, by LLDP, CDP, forwarding and ARP tables, too')
    .option('--profiles <folder>', 'a folder of device profiles of your own')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  presage poll 192.0.2.1 --community public
  presage poll 192.0.2.1 --neighbours
  presage poll [2001:db8::1]:1161 --timeout 5s --json
  presage poll 192.0.2.1 --user presage --auth sha256 --privacy aes128     passwords from the environment
  presage poll 192.0.2.1 --credentials core,access --config presage.yml`,
    )
    .action(async ({ host, port }: Address, options: PollOptions) => {
      const device = port === SNMP_PORT ? host : isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
      const access = {
        address: host,
        port,
        credentials: credentialsOf(options, process.env),
        timeout: options.timeout ?? 2000,
        retries: options.retries,
      };
      const { profile } = options;
      const profiles = loadProfiles(options.profiles === undefined ? [] : [options.profiles]);
      const reader = createDeviceReader({ device, ...access, profile, profiles, clock: systemClock });
      try {
        const reading = await reader.read();
        const beside = options.neighbours ? await neighboursOf(access) : undefined;
        const output = options.json
          ? `${JSON.stringify({ ...jsonOf(reading), ...(beside ? { neighbours: beside.neighbours } : {}) })}\n`
          : `${tableOf(reading)}${beside ? neighbourTable(beside.neighbours) : ''}`;
        process.stdout.write(output);
        const errors = [...reading.errors, ...(beside?.errors ?? [])];
        if (!options.json) for (const error of errors) process.stderr.write(`${error}\n`);
      } finally {
        reader.close();
      }
    });
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads `192.0.2.1`, `192.0.2.1:1161`, `[2001:db8::1]:1161`, `2001:db8::1` or a host name with or without port. */
export function addressOf(argument: string): Address {
  if (isIPv6(argument)) return { host: argument, port: SNMP_PORT };
  const [, six, name, port = String(SNMP_PORT)] = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(argument) ?? [];
  const host = six ?? name;
  const number = Number(port);
  if (host === undefined || (six !== undefined && !isIPv6(six)) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError('expected ADDRESS or ADDRESS:PORT, such as 192.0.2.1:161 or [2001:db8::1]:161.');
  }
  return { host, port: number };
}

/** The reading as other tools read it: counters as decimal strings, each kind of sensor a key of its own. */
function jsonOf({ device, sysName, sysObjectID, profile, uptimeSeconds, ...reading }: DeviceReading) {
  const { cpu, memory, temperature, errors } = reading;
  const sensors = Object.fromEntries(
    SENSOR_KINDS.map((kind) => [
      kind,
      sensorsOf(reading, kind).map(({ index, description, value, limits }) => {
        return { index, description, [SENSORS[kind].field]: value, ...(limits && { limits }) };
      }),
    ]),
  );
  const interfaces = reading.interfaces.map(
    ({ octetBits, discontinuity, inOctets, outOctets, inErrors, outErrors, ...rest }) => ({
      ...rest,
      inOctets: inOctets?.toString() ?? null,
      outOctets: outOctets?.toString() ?? null,
      inErrors: inErrors?.toString() ?? null,
      outErrors: outErrors?.toString() ?? null,
    }),
  );
  const head = { device, sysName, sysObjectID, profile, uptimeSeconds };
  return { ...head, cpu, memory, temperature, interfaces, ...sensors, errors };
}

const sensorsOf = ({ sensors }: Pick<DeviceReading, 'sensors'>, kind: SensorKind): readonly SensorReading[] =>
  sensors.filter((sensor) => sensor.kind === kind);

function tableOf(reading: DeviceReading): string {
  const { sysName, sysDescr, sysObjectID, uptimeSeconds, profile, responseMilliseconds } = reading;
  const head: readonly (readonly string[])[] = [
    ['device', reading.device],
    ['name', sysName ?? '–'],
    ['description', (sysDescr ?? '–').replaceAll(/\s+/g, ' ').slice(0, 100)],
    ['object id', sysObjectID ?? '–'],
    ['profile', profile],
    ['up for', uptimeSeconds === null ? '–' : uptimeText(uptimeSeconds)],
    ['answered in', `${responseMilliseconds.toFixed(1)} ms`],
  ];
  const sections = [
    aligned(head),
    section('CPU', ['description', 'load'], reading.cpu, (row) => [percentText(row.percent)]),
    section('Memory', ['description', 'used', 'of'], reading.memory, (row) => [
      percentText(row.usedPercent),
      row.totalBytes === null ? '–' : `${Math.round(row.totalBytes / 2 ** 20)} MiB`,
    ]),
    section('Temperature', ['description', 'now'], reading.temperature, ({ celsius }) => [
      celsius === null ? '–' : `${Math.round(celsius * 10) / 10} °C`,
    ]),
    ...SENSOR_KINDS.map((kind) =>
      section(TITLES[kind], ['description', 'now'], sensorsOf(reading, kind), ({ value }) => [
        value === null ? '–' : sensorText(kind, value),
      ]),
    ),
    aligned([
      ['Interface', 'name', 'alias', 'speed', 'admin', 'oper', 'in octets', 'out octets', 'in errors', 'out errors'],
      ...reading.interfaces.map((row) => [
        row.index,
        row.name || '–',
        row.alias || '–',
        row.speedBitsPerSecond === null ? '–' : `${row.speedBitsPerSecond / 1e6} Mbit/s`,
        row.adminStatus ?? '–',
        row.operStatus ?? '–',
        ...[row.inOctets, row.outOctets, row.inErrors, row.outErrors].map((count) => count?.toString() ?? '–'),
      ]),
    ]),
  ];
  return sections.filter((text) => text !== '').join('\n');
}

function section<R extends { readonly index: string; readonly description: string }>(
  title: string,
  headings: readonly string[],
  rows: readonly R[],
  cells: (row: R) => readonly string[],
): string {
  if (rows.length === 0) return '';
  return aligned([[title, ...headings], ...rows.map((row) => [row.index, row.description, ...cells(row)])]);
}

const TITLES: Readonly<Record<SensorKind, string>> = {
  fan: 'Fan',
  voltage: 'Voltage',
  current: 'Current',
  power: 'Power',
  frequency: 'Frequency',
  humidity: 'Humidity',
  optical: 'Optical power',
  battery: 'Battery charge',
  runtime: 'Battery lasts',
  load: 'Output load',
  state: 'State',
  sessions: 'Sessions',
  connections: 'Connections',
};

const UNITS: Readonly<Partial<Record<string, string>>> = {
  ...{ volts: 'V', amperes: 'A', watts: 'W', hertz: 'Hz', percent: '%', dbm: 'dBm' },
};

const LEVELS = ['in order', 'warning', 'critical'];

function sensorText(kind: SensorKind, value: number): string {
  if (kind === 'state') return LEVELS[value] ?? String(value);
  const { unit } = SENSORS[kind];
  return `${Math.round(value * 1000) / 1000} ${UNITS[unit] ?? unit}`;
}

const percentText = (percent: number | null) => (percent === null ? '–' : `${Math.round(percent * 10) / 10} %`);

function uptimeText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return `${days} d ${new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19)}`;
}
