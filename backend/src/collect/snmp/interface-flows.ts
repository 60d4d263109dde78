import type { RememberedCounters } from '../../model/contracts/collector.ts';
import type { Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import { INTERFACE_FIELDS, type InterfaceField } from '../../model/device-series.ts';
import { type Counters, type CounterTable, counterTable } from './counter-table.ts';
import { type Gap, interrupted, type Moment, mostErrors, mostOctets, moved } from './counters.ts';
import { FIELDS, type FlowSteps } from './flow-steps.ts';

/** An interval longer than this many poll periods misses a poll: nobody knows how its traffic was spread. */
const LONGEST_INTERVAL = 1.5;

const COUNTERS = {
  in_bits_per_second: 'inOctets',
  out_bits_per_second: 'outOctets',
  in_errors_per_second: 'inErrors',
  out_errors_per_second: 'outErrors',
} as const satisfies Record<InterfaceField, keyof Counters>;

/** The counters of one reading. */
interface Counted {
  readonly moment: Moment;
  readonly table: CounterTable;
}

/** What flows through the interfaces of one device, from one reading of their counters to the next. */
export interface InterfaceFlows {
  /** Adds what the counters moved since the last reading; answers in words what is not known. `ids` are those of the rows. */
  add(reading: DeviceReading, ids: readonly string[]): string[];
  /** Until when all that will ever be known of flows is known, if the device is asked next at `next`. */
  knownUntil(asked: number, next: number): number;
  /** What to go on from after a restart; undefined when nothing was counted yet. */
  remembered(): RememberedCounters | undefined;
}

/** Adds to `steps`; goes on with the counters remembered. */
export function createInterfaceFlows(
  device: Device,
  steps: FlowSteps,
  memory: RememberedCounters | undefined,
): InterfaceFlows {
  const longestInterval = LONGEST_INTERVAL * device.pollPeriod;
  let counted = memory && countedOf(memory);
  if (memory) {
    steps.restore(
      memory.flows.map(([component, field, start, amount, known]) => {
        return { component, field: field as InterfaceField, start, amount, known };
      }),
    );
  }
  return {
    add(reading, ids) {
      const { time, uptimeSeconds, interfaces } = reading;
      const before = counted;
      const moment = { time, uptimeSeconds };
      counted = { moment, table: counterTable(ids, interfaces) };
      if (!before || interrupted(before.moment, moment)) return [];
      const elapsed = time - before.moment.time;
      if (elapsed <= 0 || elapsed > longestInterval) return [];
      const uptimeUnknown = before.moment.uptimeSeconds === null || uptimeSeconds === null;
      const lastOf = finder(before.table);
      steps.align(ids);
      return interfaces.flatMap((row, place) => {
        const last = lastOf(ids[place]!, place);
        if (!last || beganAnew(last, row)) return [];
        const gaps = new Set<Gap>();
        for (const field of FIELDS) {
          const amount = amountOf(field, last, row, elapsed, uptimeUnknown);
          if (typeof amount === 'string') gaps.add(amount);
          else if (amount !== undefined) steps.add(place, field, time - elapsed, time, amount);
        }
        return [...gaps].flatMap((gap) => gapWords(gap, ids[place]!, row.speedBitsPerSecond));
      });
    },
    knownUntil(asked, next) {
      // What was counted last is of no use when even the next poll comes too late for it.
      return counted && next - counted.moment.time <= longestInterval ? counted.moment.time : asked;
    },
    remembered() {
      if (!counted) return undefined;
      const { moment, table } = counted;
      const text = (value: bigint | null) => (value === null ? null : `${value}`);
      return {
        ...moment,
        counters: table.components.map((component, place) => {
          const row = table.at(place);
          return {
            component,
            octetBits: row.octetBits,
            inOctets: text(row.inOctets),
            outOctets: text(row.outOctets),
            inErrors: text(row.inErrors),
            outErrors: text(row.outErrors),
          };
        }),
        flows: steps.open().map(({ component, field, start, amount, known }) => {
          return [component, field, start, amount, known];
        }),
      };
    },
  };
}

/** Finds the counters of a component; mostly it is at the place where it was. */
function finder({ components, at }: CounterTable): (component: string, place: number) => Counters | undefined {
  let places: Map<string, number> | undefined;
  return (component, place) => {
    if (components[place] === component) return at(place);
    places ??= new Map(components.map((each, where) => [each, where]));
    const found = places.get(component);
    return found === undefined ? undefined : at(found);
  };
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

function countedOf({ time, uptimeSeconds, counters }: RememberedCounters): Counted {
  const value = (text: string | null) => (text === null ? null : BigInt(text));
  const rows = counters.map(({ octetBits, inOctets, outOctets, inErrors, outErrors }): Counters => {
    const octets = { octetBits, inOctets: value(inOctets), outOctets: value(outOctets) };
    return { ...octets, inErrors: value(inErrors), outErrors: value(outErrors) };
  });
  const components = counters.map(({ component }) => component);
  return { moment: { time, uptimeSeconds }, table: counterTable(components, rows) };
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
