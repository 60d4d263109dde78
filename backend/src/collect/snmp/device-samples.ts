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
import { componentKey, type FoundComponent, foundComponents, identify, sameComponents } from './components.ts';
import { type Gap, type Moment, mostErrors, mostOctets, moved, restarted } from './counters.ts';
import { createMinutes, stepOf } from './minutes.ts';

/** An interval longer than this many poll periods misses a poll: nobody knows how its traffic was spread. */
const LONGEST_INTERVAL = 1.5;

/** The counters of an interface. */
type Counters = Pick<InterfaceReading, (typeof COUNTERS)[InterfaceField] | 'octetBits'>;

const COUNTERS = {
  in_bits_per_second: 'inOctets',
  out_bits_per_second: 'outOctets',
  in_errors_per_second: 'inErrors',
  out_errors_per_second: 'outErrors',
} as const satisfies Record<InterfaceField, keyof InterfaceReading>;
const FIELDS = Object.keys(COUNTERS) as InterfaceField[];

/** Counters of one reading by component. */
interface Counted {
  readonly moment: Moment;
  readonly counters: ReadonlyMap<string, Counters>;
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
  let found: readonly FoundComponent[] = [];
  let ids: readonly string[] = [];
  let present: ReadonlySet<string> | undefined;
  let counted = memory && countedOf(memory);
  for (const [component, field, start, amount, known] of memory?.flows ?? []) {
    const speed = components.find(({ kind, id }) => kind === 'interface' && id === component)?.speedBitsPerSecond;
    const series = interfaceSeries(device.id, component, field as InterfaceField, speed ?? null);
    minutes.flow(series, start, start + known, amount);
  }

  /** Finds the id of each component, kind by kind in the order of the rows. */
  const recognise = (reading: DeviceReading): readonly string[] => {
    const before = found;
    found = foundComponents(reading);
    if (sameComponents(before, found)) return ids;
    const identified = identify(components, found, present);
    if (!sameComponents(components, identified.components)) inventory.save(device.id, identified.components);
    components = identified.components;
    ids = identified.ids;
    present = new Set(found.map(({ kind }, position) => componentKey({ kind, id: ids[position]! })));
    return ids;
  };

  /** Adds what the counters moved since the last reading; answers in words what is not known. */
  const flow = (reading: DeviceReading, interfaceIds: readonly string[]): string[] => {
    const { time, uptimeSeconds, interfaces } = reading;
    const before = counted;
    const moment = { time, uptimeSeconds };
    counted = { moment, counters: new Map(interfaces.map((row, position) => [interfaceIds[position]!, row])) };
    if (!before || restarted(before.moment, moment)) return [];
    const elapsed = time - before.moment.time;
    if (elapsed <= 0 || elapsed > longestInterval) return [];
    const uptimeUnknown = before.moment.uptimeSeconds === null || uptimeSeconds === null;
    return interfaces.flatMap((row, position) => {
      const id = interfaceIds[position]!;
      const last = before.counters.get(id);
      const gaps = new Set<Gap>();
      for (const field of last ? FIELDS : []) {
        const amount = amountOf(field, last!, row, elapsed, uptimeUnknown);
        if (typeof amount === 'string') gaps.add(amount);
        else if (amount !== undefined) {
          const series = interfaceSeries(device.id, id, field, row.speedBitsPerSecond);
          minutes.flow(series, time - elapsed, time, amount);
        }
      }
      return [...gaps].flatMap((gap) => gapWords(gap, id, row.speedBitsPerSecond));
    });
  };

  return {
    components: () => components,
    answered(reading, asked, next) {
      const rest = [...recognise(reading)];
      const take = (count: number) => rest.splice(0, count);
      const gauges = [
        ...pairs(take(reading.cpu.length), reading.cpu, cpuSeries, ({ percent }) => percent),
        ...pairs(take(reading.memory.length), reading.memory, memorySeries, ({ usedPercent }) => usedPercent),
        ...pairs(take(reading.temperature.length), reading.temperature, temperatureSeries, ({ celsius }) => celsius),
      ];
      for (const { create, id, value } of gauges) minutes.gauge(create(device.id, id), asked, value);
      minutes.gauge(answeredSeries(device.id), asked, 1);
      minutes.gauge(responseSeries(device.id), asked, reading.responseMilliseconds);
      const notes = flow(reading, rest);
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
      const text = (value: bigint | null) => (value === null ? null : `${value}`);
      return {
        ...counted.moment,
        counters: [...counted.counters].map(([component, row]) => ({
          component,
          octetBits: row.octetBits,
          inOctets: text(row.inOctets),
          outOctets: text(row.outOctets),
          inErrors: text(row.inErrors),
          outErrors: text(row.outErrors),
        })),
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

/** Units of a series that a counter moved, undefined where there is none, or why it is not known. */
function amountOf(
  field: InterfaceField,
  last: Counters,
  row: InterfaceReading,
  elapsed: number,
  uptimeUnknown: boolean,
): number | Gap | undefined {
  const before = last[COUNTERS[field]];
  const after = row[COUNTERS[field]];
  if (before === null || after === null) return undefined;
  const octets = INTERFACE_FIELDS[field] === 'bits/s';
  const most = octets ? mostOctets(row.octetBits, row.speedBitsPerSecond, elapsed) : mostErrors(elapsed);
  const amount = moved(
    { value: before, bits: octets ? last.octetBits : 32 },
    { value: after, bits: octets ? row.octetBits : 32 },
    most,
    uptimeUnknown,
  );
  return typeof amount === 'bigint' ? Number(amount) * (octets ? 8 : 1) : amount;
}

function countedOf({ time, uptimeSeconds, counters }: RememberedCounters): Counted {
  const value = (text: string | null) => (text === null ? null : BigInt(text));
  const rows = counters.map(({ component, octetBits, ...row }): [string, Counters] => {
    const octets = { octetBits, inOctets: value(row.inOctets), outOctets: value(row.outOctets) };
    return [component, { ...octets, inErrors: value(row.inErrors), outErrors: value(row.outErrors) }];
  });
  return { moment: { time, uptimeSeconds }, counters: new Map(rows) };
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
