import type { Inventory } from '../../model/contracts/collector.ts';
import type { Component, Device, DeviceReading } from '../../model/device.ts';
import {
  answeredSeries,
  cpuSeries,
  type InterfaceTags,
  interfaceSeries,
  memorySeries,
  responseSeries,
  temperatureSeries,
} from '../../model/device-series.ts';
import { SLOW_STEP, sensorSeries } from '../../model/sensors.ts';
import type { Batch, SeriesBlock } from '../../model/series.ts';
import { areFound, componentKey, foundComponents, identify, lastingMemory, sameComponents } from './components.ts';
import { SpareFlows } from './flow-steps.ts';
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
  remembered(): Uint8Array | undefined;
}

/** The components of the rows of the last reading, in their order, and the ids of the interfaces among them. */
interface Rows {
  readonly components: readonly Component[];
  readonly interfaces: readonly string[];
}

/** Goes on with the components that the inventory knows, new ones are saved there, and with the counters remembered. */
export function createDeviceSamples(
  device: Device,
  inventory: Inventory,
  memory: Uint8Array | undefined,
  spare = new SpareFlows(),
): DeviceSamples {
  const step = stepOf(device.pollPeriod);
  const minutes = createMinutes(step);
  const slow = createMinutes(Math.max(SLOW_STEP, step));
  let slowReadAt: number | undefined;
  const flows = createInterfaceFlows(device, step, memory, spare);
  let components = inventory.components(device.id);
  let rows: Rows | undefined;

  /** Finds the component of each row, kind by kind in the order of the rows. */
  const recognise = (reading: DeviceReading): Rows => {
    if (rows && areFound(rows.components, reading)) return rows;
    const found = foundComponents(reading);
    const identified = identify(components, found, rows && new Set(rows.components.map(componentKey)));
    if (!sameComponents(components, identified.components)) inventory.save(device.id, identified.components);
    components = identified.components;
    const byKey = new Map(components.map((component) => [componentKey(component), component]));
    const known = found.map(({ kind }, place) => byKey.get(componentKey({ kind, id: identified.ids[place]! }))!);
    rows = { components: known, interfaces: known.filter(({ kind }) => kind === 'interface').map(({ id }) => id) };
    return rows;
  };

  /** The speed of an interface, which mostly is at its place among the rows. */
  const speedOf = (id: string, place: number): number | null => {
    const row = rows && rows.interfaces[place] === id ? rows.components.at(place - rows.interfaces.length) : undefined;
    const known = row ?? components.find((component) => component.kind === 'interface' && component.id === id);
    return known?.speedBitsPerSecond ?? null;
  };

  /** The series of all steps that are complete. */
  const completed = (next: number, counted: number): Batch => {
    const batch: SeriesBlock[] = [...minutes.complete(next), ...slow.complete(next)];
    // The flows of an interface follow each other.
    let last: { readonly tags: InterfaceTags; readonly speed: number | null } | undefined;
    flows.complete(counted, (component, place, field, times, values) => {
      if (last?.tags.component !== component)
        last = { tags: { device: device.id, component }, speed: speedOf(component, place) };
      batch.push({ series: interfaceSeries(last.tags, field, last.speed, step), times, values });
    });
    return batch;
  };

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
      const known = recognise(reading);
      const rest = known.components.map(({ id }) => id);
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
      const notes = flows.add(reading, known.interfaces);
      return { batch: completed(next, reading.time), notes };
    },
    failed(answered, asked, next) {
      if (answered !== undefined) minutes.gauge(answeredSeries(device.id), asked, answered);
      return completed(next, flows.knownUntil(asked, next));
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
