import type { Inventory } from '../../model/contracts/collector.ts';
import type { Component, Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import {
  answeredSeries,
  cpuSeries,
  type InterfaceField,
  interfaceSeries,
  memorySeries,
  responseSeries,
  temperatureSeries,
} from '../../model/device-series.ts';
import type { Batch } from '../../model/series.ts';
import { componentKey, foundComponents, identify } from './components.ts';
import { type CounterReading, type Gap, type Moment, mostErrors, mostOctets, moved, restarted } from './counters.ts';
import { createMinutes, stepOf } from './minutes.ts';

/** An interval longer than this many poll periods misses a poll: nobody knows how its traffic was spread. */
const LONGEST_INTERVAL = 1.5;

interface Counter extends CounterReading {
  readonly series: InterfaceField;
  /** Units of the series for each unit of the counter. */
  readonly factor: number;
  readonly most: (elapsed: number) => number;
}

/** Counters of one reading by component and field. */
interface Counted {
  readonly moment: Moment;
  readonly counters: ReadonlyMap<string, CounterReading>;
}

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
}

/** Goes on with the components that the inventory knows; new ones are saved there. */
export function createDeviceSamples(device: Device, inventory: Inventory): DeviceSamples {
  const minutes = createMinutes(stepOf(device.pollPeriod));
  const longestInterval = LONGEST_INTERVAL * device.pollPeriod;
  let components = inventory.components(device.id);
  let present: ReadonlySet<string> | undefined;
  let counted: Counted | undefined;

  /** The id of each component found, kind by kind in the order of its rows. */
  const identified = (reading: DeviceReading): string[] => {
    const found = foundComponents(reading);
    const { components: after, ids } = identify(components, found, present);
    if (JSON.stringify(after) !== JSON.stringify(components)) inventory.save(device.id, after);
    components = after;
    present = new Set(found.map(({ kind }, position) => componentKey({ kind, id: ids[position]! })));
    return [...ids];
  };

  const flows = (reading: DeviceReading, ids: readonly string[]): string[] => {
    const { time, uptimeSeconds } = reading;
    const before = counted;
    const moment = { time, uptimeSeconds };
    const counters = new Map<string, CounterReading>();
    counted = { moment, counters };
    const elapsed = before ? time - before.moment.time : 0;
    const connected =
      before !== undefined && elapsed > 0 && elapsed <= longestInterval && !restarted(before.moment, moment);
    const uptimeUnknown = before?.moment.uptimeSeconds == null || uptimeSeconds === null;
    return reading.interfaces.flatMap((row, position) => {
      const id = ids[position]!;
      const gaps = new Set<Gap>();
      for (const counter of countersOf(row)) {
        const key = `${id}\n${counter.series}`;
        counters.set(key, counter);
        const last = before?.counters.get(key);
        if (!connected || !last) continue;
        const amount = moved(last, counter, counter.most(elapsed), uptimeUnknown);
        const series = interfaceSeries(device.id, id, counter.series, row.speedBitsPerSecond);
        if (typeof amount === 'bigint') minutes.flow(series, time - elapsed, time, Number(amount) * counter.factor);
        else gaps.add(amount);
      }
      return [...gaps].flatMap((gap) => gapWords(gap, id, row.speedBitsPerSecond));
    });
  };

  return {
    components: () => components,
    answered(reading, asked, next) {
      const ids = identified(reading);
      const take = (count: number) => ids.splice(0, count);
      const gauges = [
        ...pairs(take(reading.cpu.length), reading.cpu, cpuSeries, ({ percent }) => percent),
        ...pairs(take(reading.memory.length), reading.memory, memorySeries, ({ usedPercent }) => usedPercent),
        ...pairs(take(reading.temperature.length), reading.temperature, temperatureSeries, ({ celsius }) => celsius),
      ];
      for (const { create, id, value } of gauges) minutes.gauge(create(device.id, id), asked, value);
      minutes.gauge(answeredSeries(device.id), asked, 1);
      minutes.gauge(responseSeries(device.id), asked, reading.responseMilliseconds);
      const notes = flows(reading, ids);
      return { batch: minutes.complete(next, reading.time), notes };
    },
    failed(answered, asked, next) {
      if (answered !== undefined) minutes.gauge(answeredSeries(device.id), asked, answered);
      // What was counted last is of no use when even the next poll comes too late for it.
      const lost = !counted || next - counted.moment.time > longestInterval;
      return minutes.complete(next, lost ? asked : counted.moment.time);
    },
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

function countersOf(row: InterfaceReading): Counter[] {
  const octets = (series: InterfaceField, value: bigint | null): Counter[] => {
    const bits = row.octetBits;
    const most = (elapsed: number) => mostOctets(bits, row.speedBitsPerSecond, elapsed);
    return value === null ? [] : [{ series, value, bits, factor: 8, most }];
  };
  const errors = (series: InterfaceField, value: bigint | null): Counter[] =>
    value === null ? [] : [{ series, value, bits: 32, factor: 1, most: mostErrors }];
  return [
    ...octets('in_bits_per_second', row.inOctets),
    ...octets('out_bits_per_second', row.outOctets),
    ...errors('in_errors_per_second', row.inErrors),
    ...errors('out_errors_per_second', row.outErrors),
  ];
}

/** What a gap means to an operator; a counter that began anew needs no words. */
function gapWords(gap: Gap, id: string, speed: number | null): string[] {
  const known = speed === null ? 'its unknown speed' : `its speed of ${speed / 1e6} Mbit/s`;
  if (gap === 'impossible')
    return [`${id}: a counter rose faster than ${known} allows; check the speed set on the device`];
  if (gap === 'ambiguous') {
    return [
      `${id}: its 32-bit counters may wrap twice in a poll at ${known}; shorten poll_period, its traffic is not known`,
    ];
  }
  return [];
}
