import type { MibObject } from '../agent/mib-view.ts';
import { parseOid } from '../agent/oid.ts';
import type { SnmpValue } from '../agent/value.ts';
import type { Health } from './health.ts';
import type { Flow } from './model.ts';
import type { Blueprint, Port } from './topology.ts';

/** What a device shows now. */
export interface Shown {
  /** Milliseconds. */
  uptime(): number;
  health(): Health;
  /** Octets since it was switched on. */
  octets(port: Port): Flow;
}

type Value = SnmpValue | (() => SnmpValue);
/** OIDs in text and their values. */
export type MibTable = readonly (readonly [string, Value])[];

export const text = (value: string): SnmpValue => ({ type: 'octets', value: Buffer.from(value) });
export const integer = (value: number): SnmpValue => ({ type: 'integer', value });
export const gauge = (value: number): SnmpValue => ({ type: 'gauge32', value });
export const identifier = (oid: string): SnmpValue => ({ type: 'oid', value: parseOid(oid)! });

export function objects(table: MibTable): MibObject[] {
  return table.map(([oid, value]) => ({ oid: parseOid(oid)!, value }));
}

const SYSTEM = '1.3.6.1.2.1.1';
const INTERFACES = '1.3.6.1.2.1.2';
const IF_X_TABLE = '1.3.6.1.2.1.31.1.1.1';
const ETHERNET = 6;
const AGGREGATED = 161;
const UP = 1;

/** SNMPv2-MIB: the system group. */
export function system(device: Blueprint, description: string, objectId: string, shown: Shown): MibTable {
  return [
    [`${SYSTEM}.1.0`, text(description)],
    [`${SYSTEM}.2.0`, identifier(objectId)],
    [`${SYSTEM}.3.0`, () => ({ type: 'ticks', value: Math.floor(shown.uptime() / 10) % 2 ** 32 })],
    [`${SYSTEM}.4.0`, text('noc@example.net')],
    [`${SYSTEM}.5.0`, text(device.id)],
    [`${SYSTEM}.6.0`, text(device.site)],
  ];
}

/** IF-MIB: ifNumber, ifTable and ifXTable. */
export function interfaces({ ports }: Blueprint, shown: Shown): MibTable {
  return [
    [`${INTERFACES}.1.0`, integer(ports.length)],
    ...ports.flatMap((port, index) => rows(port, index + 1, shown)),
  ];
}

function rows(port: Port, index: number, shown: Shown): MibTable {
  const { name, description, alias, speed } = port;
  const entry = (column: number) => `${INTERFACES}.2.1.${column}.${index}`;
  const extended = (column: number) => `${IF_X_TABLE}.${column}.${index}`;
  const octets = (direction: keyof Flow) => Math.floor(shown.octets(port)[direction]);
  const counter32 = (value: () => number) => (): SnmpValue => ({ type: 'counter32', value: value() % 2 ** 32 });
  const counter64 = (value: () => number) => (): SnmpValue => ({ type: 'counter64', value: BigInt(value()) });
  const none: SnmpValue = { type: 'counter32', value: 0 };
  return [
    [entry(1), integer(index)],
    [entry(2), text(description)],
    [entry(3), integer(/^(Po|Eth-Trunk)/.test(name) ? AGGREGATED : ETHERNET)],
    [entry(4), integer(1500)],
    [entry(5), gauge(Math.min(speed, 2 ** 32 - 1))],
    [entry(7), integer(UP)],
    [entry(8), integer(UP)],
    [entry(10), counter32(() => octets('incoming'))],
    [entry(13), none],
    [entry(14), none],
    [entry(16), counter32(() => octets('outgoing'))],
    [entry(19), none],
    [entry(20), none],
    [extended(1), text(name)],
    [extended(6), counter64(() => octets('incoming'))],
    [extended(10), counter64(() => octets('outgoing'))],
    [extended(15), gauge(speed / 1e6)],
    [extended(18), text(alias)],
  ];
}
