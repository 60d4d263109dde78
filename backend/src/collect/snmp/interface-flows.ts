import type { RememberedCounters } from '../../model/contracts/collector.ts';
import type { Device, DeviceReading, InterfaceReading } from '../../model/device.ts';
import { INTERFACE_FIELDS, type InterfaceField, interfaceSeries } from '../../model/device-series.ts';
import { type Gap, type Moment, mostErrors, mostOctets, moved, restarted } from './counters.ts';
import type { Minutes } from './minutes.ts';

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

/** What flows through the interfaces of one device, from one reading of their counters to the next. */
export interface InterfaceFlows {
  /** Adds what the counters moved since the last reading; answers in words what is not known. `ids` are those of the rows. */
  add(reading: DeviceReading, ids: readonly string[]): string[];
  /** Until when all that will ever be known of flows is known, if the device is asked next at `next`. */
  knownUntil(asked: number, next: number): number;
  /** What to go on from after a restart; undefined when nothing was counted yet. */
  remembered(): RememberedCounters | undefined;
}

/** Adds to `minutes`; goes on with the counters remembered. `speedOf` is the known speed of a component, bits per second. */
export function createInterfaceFlows(
  device: Device,
  minutes: Minutes,
  memory: RememberedCounters | undefined,
  speedOf: (component: string) => number | null,
): InterfaceFlows {
  const longestInterval = LONGEST_INTERVAL * device.pollPeriod;
  let counted = memory && countedOf(memory);
  for (const [component, field, start, amount, known] of memory?.flows ?? []) {
    const series = interfaceSeries(device.id, component, field as InterfaceField, speedOf(component));
    minutes.flow(series, start, start + known, amount);
  }
  return {
    add(reading, ids) {
      const { time, uptimeSeconds, interfaces } = reading;
      const before = counted;
      const moment = { time, uptimeSeconds };
      counted = { moment, counters: new Map(interfaces.map((row, position) => [ids[position]!, row])) };
      if (!before || restarted(before.moment, moment)) return [];
      const elapsed = time - before.moment.time;
      if (elapsed <= 0 || elapsed > longestInterval) return [];
      const uptimeUnknown = before.moment.uptimeSeconds === null || uptimeSeconds === null;
      return interfaces.flatMap((row, position) => {
        const id = ids[position]!;
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
    },
    knownUntil(asked, next) {
      // What was counted last is of no use when even the next poll comes too late for it.
      return counted && next - counted.moment.time <= longestInterval ? counted.moment.time : asked;
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
