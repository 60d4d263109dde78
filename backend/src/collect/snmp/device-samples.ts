import type { Inventory, RememberedCounters } from '../../model/contracts/collector.ts';
import type { Component, Device, DeviceReading } from '../../model/device.ts';
import {
  answeredSeries,
  cpuSeries,
  memorySeries,
  responseSeries,
  temperatureSeries,
} from '../../model/device-series.ts';
import { SLOW_STEP, sensorSeries } from '../../model/sensors.ts';
import type { Batch } from '../../model/series.ts';
import {
  componentKey,
  type FoundComponent,
  foundComponents,
  identify,
  lastingMemory,
  sameComponents,
} from './components.ts';
import { createInterfaceFlows } from './interface-flows.ts';
import { createMinutes, stepOf } from './minutes.ts';

export interface Sampled {
  readonly batch: Batch;
  /** What could not be measured although it was answered, in words; empty when all is well. */
  readonly notes: readonly string[];
}

/** Makes series of what one device answers, poll by poll. */
export interface DeviceSamples {
  /** All components known. */
  components(): readonly Component[];
  /** Takes an answer to the poll of `asked`; `next` is when the device is asked next. */
  answered(reading: DeviceReading, asked: number, next: number): Sampled;
  /** Without a reading: `answered` is 0 when the device was silent, 1 when it answered, undefined when nobody knows. */
  failed(answered: 0 | 1 | undefined, asked: number, next: number): Batch;
  /** What to go on from after a restart; undefined when nothing was counted yet. */
  remembered(): RememberedCounters | undefined;
}

/** Goes on with the components that the inventory knows, new ones are saved there, and with the counters remembered. */
export function createDeviceSamples(
  device: Device,
  inventory: Inventory,
  memory: RememberedCounters | undefined,
): DeviceSamples {
  const minutes = createMinutes(stepOf(device.pollPeriod));
  const slow = createMinutes(Math.max(SLOW_STEP, stepOf(device.pollPeriod)));
  let slowReadAt: number | undefined;
  let components = inventory.components(device.id);
  let found: readonly FoundComponent[] = [];
  let ids: readonly string[] = [];
  let present: ReadonlySet<string> | undefined;
  const flows = createInterfaceFlows(device, minutes, memory, (component) => {
    const known = components.find(({ kind, id }) => kind === 'interface' && id === component);
    return known?.speedBitsPerSecond ?? null;
  });

  /** Finds the id of each component, kind by kind in the order of the rows. */
  const recognise = (reading: DeviceReading): readonly string[] => {
    const rows = foundComponents(reading);
    if (sameComponents(found, rows)) return ids;
    const identified = identify(components, rows, present);
    if (!sameComponents(components, identified.components)) inventory.save(device.id, identified.components);
    components = identified.components;
    found = rows;
    ids = identified.ids;
    present = new Set(rows.map(({ kind }, position) => componentKey({ kind, id: ids[position]! })));
    return ids;
  };

  const complete = (next: number, counted: number): Batch => [
    ...minutes.complete(next, counted),
    ...slow.complete(next, next),
  ];

  /** What is not read at every poll counts once, at the time it was read. */
  const addSensors = (ids: readonly string[], { sensors }: DeviceReading, asked: number): void => {
    const before = slowReadAt;
    for (const [place, { kind, value, readAt }] of sensors.entries()) {
      if (value === null || !Number.isFinite(value)) continue;
      const series = sensorSeries(device.id, ids[place]!, kind);
      if (readAt === undefined) minutes.gauge(series, asked, value);
      else if (readAt !== before) slow.gauge(series, readAt, value);
      slowReadAt = readAt ?? slowReadAt;
    }
  };

  return {
    components: () => components,
    answered(reading, asked, next) {
      const rest = [...recognise(reading)];
      const take = (count: number) => rest.splice(0, count);
      const memory = lastingMemory(reading);
      const gauges = [
        ...pairs(take(reading.cpu.length), reading.cpu, cpuSeries, ({ percent }) => percent),
        ...pairs(take(memory.length), memory, memorySeries, ({ usedPercent }) => usedPercent),
        ...pairs(take(reading.temperature.length), reading.temperature, temperatureSeries, ({ celsius }) => celsius),
      ];
      for (const { create, id, value } of gauges) minutes.gauge(create(device.id, id), asked, value);
      addSensors(take(reading.sensors.length), reading, asked);
      minutes.gauge(answeredSeries(device.id), asked, 1);
      minutes.gauge(responseSeries(device.id), asked, reading.responseMilliseconds);
      const notes = flows.add(reading, rest);
      return { batch: complete(next, reading.time), notes };
    },
    failed(answered, asked, next) {
      if (answered !== undefined) minutes.gauge(answeredSeries(device.id), asked, answered);
      return complete(next, flows.knownUntil(asked, next));
    },
    remembered: () => flows.remembered(),
  };
}

/** The rows that have a finite value, with their ids and the maker of their series. */
function pairs<Row, Create>(
  ids: readonly string[],
  rows: readonly Row[],
  create: Create,
  measure: (row: Row) => number | null,
): { create: Create; id: string; value: number }[] {
  return rows.flatMap((row, position) => {
    const value = measure(row);
    return value === null || !Number.isFinite(value) ? [] : [{ create, id: ids[position]!, value }];
  });
}
