import type { MibObject } from '../agent/mib-view.ts';
import { lldp } from './lldp.ts';
import { gauge, identifier, integer, interfaces, type MibTable, objects, type Shown, system, text } from './mib.ts';
import type { Blueprint, Vendor } from './topology.ts';

/** How a make shows its health: names of the parts as a poll finds them, and what its memory is rounded to. */
export interface Make {
  readonly cpu: string;
  readonly memory: string;
  readonly temperature: string;
  readonly wholePercentMemory: boolean;
  description(model: string): string;
  readonly objectId: string;
  mib(shown: Shown): MibTable;
}

const ENTITY = '1.3.6.1.2.1.47.1.1.1.1';
const HOST_STORAGE = '1.3.6.1.2.1.25.2.3.1';
const HOST_DEVICE = '1.3.6.1.2.1.25.3.2.1';
const HOST_PROCESSOR_LOAD = '1.3.6.1.2.1.25.3.3.1.2';
const STORAGE_RAM = '1.3.6.1.2.1.25.2.1.2';
const DEVICE_PROCESSOR = '1.3.6.1.2.1.25.3.1.3';

/** Rows of HOST-RESOURCES-MIB: a processor and the main memory. Memory is counted in kibibytes. */
function hostResources(shown: Shown, processor: number, processorName: string, storage: number, storageName: string) {
  const size = 4 * 1024 * 1024;
  return [
    [`${HOST_DEVICE}.1.${processor}`, integer(processor)],
    [`${HOST_DEVICE}.2.${processor}`, identifier(DEVICE_PROCESSOR)],
    [`${HOST_DEVICE}.3.${processor}`, text(processorName)],
    [`${HOST_PROCESSOR_LOAD}.${processor}`, () => integer(shown.health().cpu)],
    [`${HOST_STORAGE}.1.${storage}`, integer(storage)],
    [`${HOST_STORAGE}.2.${storage}`, identifier(STORAGE_RAM)],
    [`${HOST_STORAGE}.3.${storage}`, text(storageName)],
    [`${HOST_STORAGE}.4.${storage}`, integer(1024)],
    [`${HOST_STORAGE}.5.${storage}`, integer(size)],
    [`${HOST_STORAGE}.6.${storage}`, () => integer(Math.round((size * shown.health().memory) / 100))],
  ] satisfies MibTable;
}

const cisco: Make = {
  cpu: 'cpu R0/0',
  memory: 'Processor',
  temperature: 'Inlet',
  wholePercentMemory: false,
  description: (model) => `Cisco IOS Software [demo], ${model} Software, Version 16.9.4, RELEASE SOFTWARE`,
  objectId: '1.3.6.1.4.1.9.1.1525',
  mib(shown) {
    const process = '1.3.6.1.4.1.9.9.109.1.1.1.1';
    const pool = '1.3.6.1.4.1.9.9.48.1.1.1';
    const sensor = '1.3.6.1.4.1.9.9.13.1.3.1';
    const size = 2_000_000_000;
    const used = () => Math.round((size * shown.health().memory) / 100);
    return [
      [`${ENTITY}.7.7001`, text('cpu R0/0')],
      [`${process}.2.1`, integer(7001)],
      [`${process}.6.1`, () => gauge(shown.health().cpu)],
      [`${process}.7.1`, () => gauge(shown.health().cpu)],
      [`${process}.8.1`, () => gauge(shown.health().cpu)],
      [`${pool}.2.1`, text('Processor')],
      [`${pool}.5.1`, () => gauge(used())],
      [`${pool}.6.1`, () => gauge(size - used())],
      [`${sensor}.2.1`, text('Inlet')],
      [`${sensor}.3.1`, () => gauge(shown.health().temperature)],
      [`${sensor}.4.1`, integer(70)],
      [`${sensor}.6.1`, integer(1)],
    ];
  },
};

const huawei: Make = {
  cpu: 'MPU Board 0',
  memory: 'MPU Board 0',
  temperature: 'MPU Board 0',
  wholePercentMemory: true,
  description: (model) => `${model}\r\nHuawei Versatile Routing Platform Software\r\nVRP (R) software, Version 5.170`,
  objectId: '1.3.6.1.4.1.2011.2.23.294',
  mib(shown) {
    const state = '1.3.6.1.4.1.2011.5.25.31.1.1.1.1';
    const board = 67_108_873;
    return [
      [`${ENTITY}.7.${board}`, text('MPU Board 0')],
      [`${state}.5.${board}`, () => integer(shown.health().cpu)],
      [`${state}.7.${board}`, () => integer(Math.round(shown.health().memory))],
      [`${state}.11.${board}`, () => integer(shown.health().temperature)],
    ];
  },
};

const mikrotik: Make = {
  // RouterOS has no name for it; a poll numbers it.
  cpu: 'Processor 1',
  memory: 'main memory',
  temperature: 'cpu-temperature',
  wholePercentMemory: false,
  description: (model) => `RouterOS ${model}`,
  objectId: '1.3.6.1.4.1.14988.1',
  mib(shown) {
    const health = '1.3.6.1.4.1.14988.1.1.3.100.1';
    const celsius = 1;
    return [
      ...hostResources(shown, 1, '', 65_536, 'main memory'),
      [`${health}.2.17`, text('cpu-temperature')],
      [`${health}.3.17`, () => gauge(shown.health().temperature)],
      [`${health}.4.17`, integer(celsius)],
    ];
  },
};

const linux: Make = {
  cpu: 'Intel Xeon',
  memory: 'Physical memory',
  temperature: 'CPU temperature',
  wholePercentMemory: false,
  description: (model) => `Linux server-1 ${model}`,
  objectId: '1.3.6.1.4.1.8072.3.2.10',
  mib(shown) {
    const sensor = '1.3.6.1.2.1.99.1.1.1';
    const [celsius, units, working] = [8, 9, 1];
    return [
      ...hostResources(shown, 196_608, 'Intel Xeon', 1, 'Physical memory'),
      [`${ENTITY}.7.1`, text('CPU temperature')],
      [`${sensor}.1.1`, integer(celsius)],
      [`${sensor}.2.1`, integer(units)],
      [`${sensor}.3.1`, integer(0)],
      [`${sensor}.4.1`, () => integer(shown.health().temperature)],
      [`${sensor}.5.1`, integer(working)],
    ];
  },
};

export const MAKES: Readonly<Record<Vendor, Make>> = { cisco, huawei, mikrotik, linux };

/** Everything a device of the demo network shows over SNMP. */
export function mibOf(device: Blueprint, shown: Shown): MibObject[] {
  const make = MAKES[device.vendor];
  return objects([
    ...system(device, make.description(device.model), make.objectId, shown),
    ...interfaces(device, shown),
    ...lldp(device),
    ...make.mib(shown),
  ]);
}
