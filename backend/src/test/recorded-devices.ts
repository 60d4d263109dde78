import { readdirSync, readFileSync } from 'node:fs';
import { loadProfiles } from '../collect/snmp/profiles/load.ts';
import { createDeviceReader } from '../collect/snmp/read.ts';
import { systemClock } from '../model/clock.ts';
import { v2c } from '../model/credentials.ts';
import type { DeviceReading } from '../model/device.ts';
import { createAgent } from '../simulate/agent/agent.ts';
import { readRecording } from '../simulate/agent/recording.ts';

/** What LibreNMS reads of the same recording, as far as it matters here. */
export interface Expected {
  readonly processors: readonly { processor_oid: string; processor_index: string; processor_usage: number }[];
  readonly mempools: readonly {
    mempool_perc_oid?: string;
    mempool_used_oid?: string;
    mempool_free_oid?: string;
    mempool_index: string;
    mempool_perc: number;
    mempool_used: number;
    mempool_total: number;
    mempool_precision: number;
  }[];
  readonly temperature: readonly { sensor_oid: string; sensor_current: number; sensor_divisor: number }[];
  readonly ports: readonly {
    ifIndex: number;
    ifName: string;
    ifSpeed?: number;
    ifOperStatus: string;
    ifInOctets: number;
    ifOutOctets: number;
  }[];
}

/** The names of the recordings of a folder that say what is expected of them. */
export const recordingNames = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((file) => (file.endsWith('.snmprec') ? [file.slice(0, -8)] : []));

export const expectedOf = (folder: string, name: string): Partial<Expected> =>
  JSON.parse(readFileSync(`${folder}/${name}.expected.json`, 'utf8'));

const profiles = loadProfiles();

/** What is read of a recording over loopback. */
export async function readRecorded(folder: string, name: string): Promise<DeviceReading> {
  const { tree } = await readRecording(`${folder}/${name}.snmprec`);
  const agent = createAgent({ tree, community: 'public' });
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  const asked = { device: name, address: host, port, credentials: [v2c('public')], timeout: 5000, retries: 1 };
  const reader = createDeviceReader({ ...asked, clock: systemClock, profiles });
  try {
    return await reader.read();
  } finally {
    reader.close();
    await agent.close();
  }
}

/** The one row that stands at this OID: its index is the end of the OID. */
export function rowsAt<R extends { readonly index: string }>(
  rows: readonly R[],
  oid: string,
  fits: (row: R) => boolean,
): R[] {
  return rows.filter((row) => `.${oid}`.endsWith(`.${row.index}`) && fits(row));
}

/** How many of the expected rows are found with their values, of all. */
export interface Share {
  readonly found: number;
  readonly all: number;
}

export const SHARES = ['cpu', 'memory', 'temperature', 'ports'] as const;
export type Shares = Readonly<Record<(typeof SHARES)[number], Share>>;

/** Compares a reading with what is expected: percentages to 1, temperatures to half a degree, octets to 1024. */
export function compare(expected: Partial<Expected>, { cpu, memory, temperature, interfaces }: DeviceReading): Shares {
  const near = (a: number | null, b: number, tolerance: number) => a !== null && Math.abs(a - b) <= tolerance;
  const share = <T>(rows: readonly T[] = [], isFound: (row: T) => boolean): Share => {
    return { found: rows.filter(isFound).length, all: rows.length };
  };
  return {
    cpu: share(
      expected.processors,
      ({ processor_oid, processor_usage }) =>
        rowsAt(cpu, processor_oid, ({ percent }) => near(percent, processor_usage, 1)).length > 0,
    ),
    memory: share(expected.mempools, ({ mempool_perc, ...pool }) =>
      [pool.mempool_perc_oid, pool.mempool_used_oid, pool.mempool_free_oid].some(
        (oid) =>
          oid !== undefined && rowsAt(memory, oid, ({ usedPercent }) => near(usedPercent, mempool_perc, 1)).length > 0,
      ),
    ),
    temperature: share(
      expected.temperature,
      ({ sensor_oid, sensor_current }) =>
        rowsAt(temperature, sensor_oid, ({ celsius }) => near(celsius, sensor_current, 0.5)).length > 0,
    ),
    ports: share(expected.ports, ({ ifIndex, ifInOctets }) => {
      const row = interfaces.find(({ index }) => index === String(ifIndex));
      return row !== undefined && near(Number(row.inOctets ?? 0n), ifInOctets ?? 0, 1024);
    }),
  };
}

export const sumOf = (shares: readonly Shares[]): Shares => {
  const sum = (kind: keyof Shares): Share => ({
    found: shares.reduce((total, share) => total + share[kind].found, 0),
    all: shares.reduce((total, share) => total + share[kind].all, 0),
  });
  return { cpu: sum('cpu'), memory: sum('memory'), temperature: sum('temperature'), ports: sum('ports') };
};

export const percentOf = ({ found, all }: Share): number => (100 * found) / all;
