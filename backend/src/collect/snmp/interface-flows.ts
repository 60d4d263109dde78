import { deserialize, serialize } from 'node:v8';
import type { Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import { INTERFACE_FIELDS, type InterfaceField } from '../../model/device-series.ts';
import { type CounterColumns, type Counters, createCounterTable } from './counter-table.ts';
import { type Gap, interrupted, type Moment, mostErrors, mostOctets, moved } from './counters.ts';
import { createFlowSteps, FIELDS, type FinishedFlow, type OpenFlows } from './flow-steps.ts';

/** An interval longer than this many poll periods misses a poll: nobody knows how its traffic was spread. */
const LONGEST_INTERVAL = 1.5;

const COUNTERS = {
  in_bits_per_second: 'inOctets',
  out_bits_per_second: 'outOctets',
  in_errors_per_second: 'inErrors',
  out_errors_per_second: 'outErrors',
} as const satisfies Record<InterfaceField, keyof Counters>;

/** What is remembered over a restart. */
interface Memory {
  readonly version: typeof MEMORY_VERSION;
  readonly moment: Moment;
  readonly counters: CounterColumns;
  readonly flows: OpenFlows;
}

/** To be raised when what is remembered changes its form. */
const MEMORY_VERSION = 1;

/** What flows through the interfaces of one device, from one reading of their counters to the next. */
export interface InterfaceFlows {
  /** Adds what the counters moved since the last reading; answers in words what is not known. `ids` are those of the rows. */
  add(reading: DeviceReading, ids: readonly string[]): string[];
  /** Until when all that will ever be known of flows is known, if the device is asked next at `next`. */
  knownUntil(asked: number, next: number): number;
  /** Takes out the steps that end by `counted`, the time of the newest counters. */
  complete(counted: number): FinishedFlow[];
  /** What to go on from after a restart; undefined when nothing was counted yet. */
  remembered(): Uint8Array | undefined;
}

/** Flows in steps of `step` milliseconds; goes on with what is remembered, as long as it can be read. */
export function createInterfaceFlows(device: Device, step: number, remembered: Uint8Array | undefined): InterfaceFlows {
  const longestInterval = LONGEST_INTERVAL * device.pollPeriod;
  const memory = remembered && memoryOf(remembered);
  const steps = createFlowSteps(step, memory?.flows);
  const table = createCounterTable(memory?.counters);
  /** When the counters of the table were read. */
  let counted = memory?.moment;
  return {
    add(reading, ids) {
      const { time, uptimeSeconds, interfaces } = reading;
      const before = counted;
      const last =
        before && isComparable(before, reading, longestInterval)
          ? interfaces.map((_, place) => table.of(ids[place]!, place))
          : undefined;
      table.fill(ids, interfaces);
      counted = { time, uptimeSeconds };
      if (!before || !last) return [];
      const uptimeUnknown = before.uptimeSeconds === null || uptimeSeconds === null;
      steps.align(ids);
      const notes: string[] = [];
      for (const [place, row] of interfaces.entries()) {
        const lastRow = last[place];
        if (!lastRow || beganAnew(lastRow, row)) continue;
        const gaps = new Set<Gap>();
        for (const field of FIELDS) {
          const amount = amountOf(field, lastRow, row, time - before.time, uptimeUnknown);
          if (typeof amount === 'string') gaps.add(amount);
          else if (amount !== undefined) steps.add(place, field, before.time, time, amount);
        }
        for (const gap of gaps) notes.push(...gapWords(gap, ids[place]!, row.speedBitsPerSecond));
      }
      return notes;
    },
    knownUntil(asked, next) {
      // What was counted last is of no use when even the next poll comes too late for it.
      return counted && next - counted.time <= longestInterval ? counted.time : asked;
    },
    complete: steps.complete,
    remembered() {
      if (!counted) return undefined;
      const now: Memory = { version: MEMORY_VERSION, moment: counted, counters: table.columns(), flows: steps.open() };
      return serialize(now);
    },
  };
}

/** False when nobody knows how the counters of two readings hang together. */
function isComparable(before: Moment, { time, uptimeSeconds }: DeviceReading, longestInterval: number): boolean {
  const elapsed = time - before.time;
  return elapsed > 0 && elapsed <= longestInterval && !interrupted(before, { time, uptimeSeconds });
}

/** What was remembered; undefined for what another version has written, or is damaged: the next poll then begins anew. */
function memoryOf(remembered: Uint8Array): Memory | undefined {
  try {
    const memory: Memory | undefined = deserialize(remembered);
    return memory?.version === MEMORY_VERSION ? memory : undefined;
  } catch {
    return undefined;
  }
}

/** True when the device tells that the counters of an interface began anew between two readings. */
const beganAnew = (last: Counters, row: Counters) =>
  typeof last.discontinuity === 'number' &&
  typeof row.discontinuity === 'number' &&
  last.discontinuity !== row.discontinuity;

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
