import type { Inventory, RememberedCounters } from '../../model/contracts/collector.ts';
import type { Component, Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import {
  answeredSeries,
  cpuSeries,
  INTERFACE_FIELDS,
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

/** A counter of a component, from which a series is made. */
interface Counter extends CounterReading {
  readonly component: string;
  readonly series: InterfaceField;
}

/** Counters of one reading by component and field. */
interface Counted {
  readonly moment: Moment;
  readonly counters: ReadonlyMap<string, Counter>;
}

const counterKey = ({ component, series }: Counter) => `${component}\n${series}`;

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
  const longestInterval = LONGEST_INTERVAL * device.pollPeriod;
  let components = inventory.components(device.id);
  let present: ReadonlySet<string> | undefined;
  let counted = memory && countedOf(memory);
  for (const [component, field, start, amount, known] of memory?.flows ?? []) {
    const speed = components.find(({ kind, id }) => kind === 'interface' && id === component)?.speedBitsPerSecond;
    const series = interfaceSeries(device.id, component, field as InterfaceField, speed ?? null);
    minutes.flow(series, start, start + known, amount);
  }

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
    const counters = new Map<string, Counter>();
    counted = { moment, counters };
    const elapsed = before ? time - before.moment.time : 0;
    const connected =
      before !== undefined && elapsed > 0 && elapsed <= longestInterval && !restarted(before.moment, moment);
    const uptimeUnknown = before?.moment.uptimeSeconds == null || uptimeSeconds === null;
    return reading.interfaces.flatMap((row, position) => {
      const id = ids[position]!;
      const gaps = new Set<Gap>();
      for (const counter of countersOf(id, row)) {
        const last = before?.counters.get(counterKey(counter));
        counters.set(counterKey(counter), counter);
        if (!connected || !last) continue;
        const octets = INTERFACE_FIELDS[counter.series] === 'bits/s';
        const most = octets ? mostOctets(row.octetBits, row.speedBitsPerSecond, elapsed) : mostErrors(elapsed);
        const amount = moved(last, counter, most, uptimeUnknown);
        if (typeof amount === 'bigint') {
          const series = interfaceSeries(device.id, id, counter.series, row.speedBitsPerSecond);
          minutes.flow(series, time - elapsed, time, Number(amount) * (octets ? 8 : 1));
        } else gaps.add(amount);
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
      return minutes.complete(next, lost ? asked : counted!.moment.time);
    },
    remembered() {
      if (!counted) return undefined;
      return {
        ...counted.moment,
        counters: [...counted.counters.values()].map(({ component, series, bits, value }) => {
          return [component, series, bits, `${value}`];
        }),
        flows: minutes.openFlows().map(({ series, start, amount, known }) => {
          return [series.tags.component!, series.field, start, amount, known];
        }),
      };
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

function countersOf(component: string, row: InterfaceReading): Counter[] {
  const counter = (series: InterfaceField, value: bigint | null, bits: 32 | 64): Counter[] =>
    value === null ? [] : [{ component, series, value, bits }];
  return [
    ...counter('in_bits_per_second', row.inOctets, row.octetBits),
    ...counter('out_bits_per_second', row.outOctets, row.octetBits),
    ...counter('in_errors_per_second', row.inErrors, 32),
    ...counter('out_errors_per_second', row.outErrors, 32),
  ];
}

function countedOf({ time, uptimeSeconds, counters }: RememberedCounters): Counted {
  const all = counters.map(([component, series, bits, value]): Counter => {
    return { component, series: series as InterfaceField, bits, value: BigInt(value) };
  });
  return { moment: { time, uptimeSeconds }, counters: new Map(all.map((counter) => [counterKey(counter), counter])) };
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
