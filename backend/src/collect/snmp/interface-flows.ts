import type { Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import { INTERFACE_FIELDS, type InterfaceField } from '../../model/device-series.ts';
import { COLUMNS, type Counters, type CounterTable, createCounterTable } from './counter-table.ts';
import { type Gap, interrupted, type Moment, mostErrors, mostOctets, moved } from './counters.ts';
import { packMemory, unpackMemory } from './flow-memory.ts';
import { createFlowSteps, FIELDS, type SpareFlows, type TakeFlow } from './flow-steps.ts';

/** An interval longer than this many poll periods misses a poll: nobody knows how its traffic was spread. */
const LONGEST_INTERVAL = 1.5;

const COUNTERS = {
  in_bits_per_second: 'inOctets',
  out_bits_per_second: 'outOctets',
  in_errors_per_second: 'inErrors',
  out_errors_per_second: 'outErrors',
} as const satisfies Record<InterfaceField, keyof Counters>;

/** The counter of each field, and what it counts, in the order of FIELDS. */
const COUNTED = FIELDS.map((field) => ({
  name: COUNTERS[field],
  column: COLUMNS.indexOf(COUNTERS[field]),
  octets: INTERFACE_FIELDS[field] === 'bits/s',
}));

/** What flows through the interfaces of one device, from one reading of their counters to the next. */
export interface InterfaceFlows {
  /** Adds what the counters moved since the last reading; answers in words what is not known. `ids` are those of the rows. */
  add(reading: DeviceReading, ids: readonly string[]): string[];
  /** Until when all that will ever be known of flows is known, if the device is asked next at `next`. */
  knownUntil(asked: number, next: number): number;
  /** Takes out the steps that end by `counted`, the time of the newest counters. */
  complete(counted: number, take: TakeFlow): void;
  /** What to go on from after a restart; undefined when nothing was counted yet. */
  remembered(): Uint8Array | undefined;
}

/** Flows in steps of `step` milliseconds; goes on with what is remembered, as long as it can be read. */
export function createInterfaceFlows(
  device: Device,
  step: number,
  remembered: Uint8Array | undefined,
  spare: SpareFlows,
): InterfaceFlows {
  const longestInterval = LONGEST_INTERVAL * device.pollPeriod;
  const memory = remembered && unpackMemory(remembered);
  const steps = createFlowSteps(step, memory?.flows, spare);
  const table = createCounterTable(memory?.counters);
  /** When the counters of the table were read. */
  let counted = memory?.moment;

  /** What moved since the counters of the table, which can be compared with these. */
  const addMoved = (before: Moment, reading: DeviceReading, ids: readonly string[]): string[] => {
    const { time, uptimeSeconds, interfaces } = reading;
    const uptimeUnknown = before.uptimeSeconds === null || uptimeSeconds === null;
    steps.align(ids);
    const flow = steps.between(before.time, time);
    const notes: string[] = [];
    for (let place = 0; place < interfaces.length; place++) {
      const row = interfaces[place]!;
      const last = table.placeOf(ids[place]!, place);
      if (last === undefined || beganAnew(table.discontinuity(last), row.discontinuity)) continue;
      let gaps: Set<Gap> | undefined;
      for (let field = 0; field < FIELDS.length; field++) {
        const amount = amountOf(field, table, last, row, time - before.time, uptimeUnknown);
        if (typeof amount === 'string') gaps = (gaps ?? new Set()).add(amount);
        else if (amount !== undefined) flow(place, field, amount);
      }
      for (const gap of gaps ?? []) notes.push(...gapWords(gap, ids[place]!, row.speedBitsPerSecond));
    }
    return notes;
  };

  return {
    add(reading, ids) {
      const { time, uptimeSeconds, interfaces } = reading;
      const comparable = counted && isComparable(counted, reading, longestInterval);
      const notes = counted && comparable ? addMoved(counted, reading, ids) : [];
      table.fill(ids, interfaces);
      counted = { time, uptimeSeconds };
      return notes;
    },
    knownUntil(asked, next) {
      // What was counted last is of no use when even the next poll comes too late for it.
      return counted && next - counted.time <= longestInterval ? counted.time : asked;
    },
    complete: steps.complete,
    remembered: () => counted && packMemory({ moment: counted, counters: table.columns(), flows: steps.open() }),
  };
}

/** False when nobody knows how the counters of two readings hang together. */
function isComparable(before: Moment, { time, uptimeSeconds }: DeviceReading, longestInterval: number): boolean {
  const elapsed = time - before.time;
  return elapsed > 0 && elapsed <= longestInterval && !interrupted(before, { time, uptimeSeconds });
}

/** True when the device tells that the counters of an interface began anew between two readings. */
const beganAnew = (last: number | null, now: number | null | undefined) =>
  typeof last === 'number' && typeof now === 'number' && last !== now;

/** Units of a series that a counter moved, undefined where there is none, or why it is not known. */
function amountOf(
  field: number,
  table: CounterTable,
  last: number,
  row: InterfaceReading,
  elapsed: number,
  uptimeUnknown: boolean,
): number | Gap | undefined {
  const { name, column, octets } = COUNTED[field]!;
  const before = table.counter(last, column);
  const after = row[name];
  if (before === null || after === null) return undefined;
  if (!octets) return moved(32, before, after, mostErrors(elapsed), uptimeUnknown);
  if (table.octetBits(last) !== row.octetBits) return 'reset';
  const most = mostOctets(row.octetBits, row.speedBitsPerSecond, elapsed);
  const amount = moved(row.octetBits, before, after, most, uptimeUnknown);
  return typeof amount === 'number' ? 8 * amount : amount;
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
