import { HOUR, MINUTE } from '../../model/targets.ts';
import type { Zone } from '../../model/zone.ts';
import { bends, type Outage, servedShare } from '../outage.ts';
import { below, hash, randomOf } from '../random.ts';
import { activity, BUSINESS, drift, HOUSEHOLD, mood } from '../rhythm.ts';
import { NAS, type Subscriber, subscribersOf } from '../subscriber.ts';
import { ACCESS_COUNT, ACCESS_SPEED, GROUPS } from './topology.ts';

const WEEK = 7 * 24 * HOUR;
/** Between the knots traffic is a straight line. */
const KNOT = 5 * MINUTE;
/** An access device carries so much of its speed in the busiest hour of a usual week. */
const LOWEST_PEAK = 0.45;
const PEAK_RANGE = 0.1;

/** Octets per second, or octets: two values for each group, down and up. */
export type GroupValues = Float64Array;

export const downOf = (values: GroupValues, group: number): number => values[2 * group]!;
export const upOf = (values: GroupValues, group: number): number => values[2 * group + 1]!;

export interface Traffic {
  /** Subscribers of each group. */
  readonly people: readonly number[];
  /** Octets per second of each group. */
  rates(time: number): GroupValues;
  /** Adds the octets of each group between two times to `sums`: exactly the integral of the rates. */
  add(from: number, to: number, sums: GroupValues): void;
}

export interface TrafficOptions {
  readonly seed: number;
  readonly subscribers: number;
  readonly zone: Zone;
  readonly outages: () => readonly Outage[];
}

/** What the subscribers of the demo network use: their rhythms, appetites and moods, scaled up to the links they share. */
export function createTraffic({ seed, subscribers, zone, outages }: TrafficOptions): Traffic {
  const networkSeed = hash(seed);
  const members = membersOf(subscribersOf(networkSeed, subscribers));
  const appetites = scaled(networkSeed, members.map(appetiteOf));
  const swings = Array.from({ length: ACCESS_COUNT }, (_, access) => hash(networkSeed, 21, access));

  const atKnot = remembered((knot) => {
    const time = knot * KNOT;
    const wall = time + zone.offset(time);
    const humour = mood(networkSeed, time);
    const household = activity(HOUSEHOLD, wall) * humour;
    const business = activity(BUSINESS, wall) * humour;
    const noise = swings.map((swing) => 1 + 0.02 * drift(swing, knot / 6, 1) + 0.015 * drift(swing, knot, 2));
    const values = new Float64Array(2 * GROUPS.length);
    for (const [group, { access }] of GROUPS.entries()) {
      const { down, up } = appetites[group]!;
      values[2 * group] = (down.household * household + down.business * business) * noise[access]!;
      values[2 * group + 1] = (up.household * household + up.business * business) * noise[access]!;
    }
    return values;
  });

  const ratesWith = (broken: readonly Outage[], time: number) => {
    const knot = Math.floor(time / KNOT);
    const share = time / KNOT - knot;
    const [left, right] = [atKnot(knot), atKnot(knot + 1)];
    const served = NAS.map((nas) => servedShare(broken, nas, time));
    return left.map((value, index) => {
      return (value * (1 - share) + right[index]! * share) * served[GROUPS[index >> 1]!.nas]!;
    });
  };

  return {
    people: members.map(({ length }) => length),
    rates: (time) => ratesWith(outages(), time),
    add(from, to, sums) {
      const broken = outages();
      const edges = bends(broken).sort((a, b) => a - b);
      let left = ratesWith(broken, from);
      for (let at = from; at < to; ) {
        const next = Math.min(to, (Math.floor(at / KNOT) + 1) * KNOT, edges.find((edge) => edge > at) ?? to);
        // Between edges a rate is a product of two straight lines, which Simpson's rule integrates exactly.
        const right = ratesWith(broken, next);
        const bent = next > edges[0]! && at < edges.at(-1)!;
        const middle = bent ? ratesWith(broken, (at + next) / 2) : undefined;
        const seconds = (next - at) / 1000;
        for (let index = 0; index < sums.length; index++) {
          const ends = left[index]! + right[index]!;
          sums[index]! += seconds * (middle ? (ends + 4 * middle[index]!) / 6 : ends / 2);
        }
        at = next;
        left = right;
      }
    },
  };
}

interface Appetite {
  readonly household: number;
  readonly business: number;
}

/** The subscribers of each group. */
function membersOf(people: readonly Subscriber[]): Subscriber[][] {
  const members: Subscriber[][] = GROUPS.map(() => []);
  for (const person of people) {
    const access = below(randomOf(hash(person.seed, 20)), ACCESS_COUNT);
    members[GROUPS.findIndex((group) => group.access === access && NAS[group.nas] === person.nas)]?.push(person);
  }
  return members;
}

/** Octets per second by average activity. A subscriber's output is what the NAS sends to it. */
function appetiteOf(members: readonly Subscriber[]): { down: Appetite; up: Appetite } {
  const sum = (rhythm: Subscriber['rhythm'], octets: 'input' | 'output') =>
    members.reduce((total, person) => total + (person.rhythm === rhythm ? person[octets] : 0), 0);
  const both = (octets: 'input' | 'output') => ({ household: sum(HOUSEHOLD, octets), business: sum(BUSINESS, octets) });
  return { down: both('output'), up: both('input') };
}

/** Each simulated subscriber stands for as many as fill the link of its access device well, but not too well. */
function scaled(seed: number, appetites: readonly { down: Appetite; up: Appetite }[]) {
  const factors = Array.from({ length: ACCESS_COUNT }, (_, access) => {
    const mine = appetites.filter((_, group) => GROUPS[group]!.access === access).map(({ down }) => down);
    const sum = (kind: keyof Appetite) => mine.reduce((total, appetite) => total + appetite[kind], 0);
    const peak = busiest({ household: sum('household'), business: sum('business') });
    const share = LOWEST_PEAK + PEAK_RANGE * randomOf(hash(seed, 22, access))();
    return peak > 0 ? (share * ACCESS_SPEED) / 8 / peak : 0;
  });
  const times = ({ household, business }: Appetite, factor: number) => {
    return { household: household * factor, business: business * factor };
  };
  return appetites.map(({ down, up }, group) => {
    const factor = factors[GROUPS[group]!.access]!;
    return { down: times(down, factor), up: times(up, factor) };
  });
}

/** The most octets per second in the middle of an hour of the week. */
function busiest({ household, business }: Appetite): number {
  let most = 0;
  for (let wall = HOUR / 2; wall < WEEK; wall += HOUR) {
    most = Math.max(most, household * activity(HOUSEHOLD, wall) + business * activity(BUSINESS, wall));
  }
  return most;
}

/** Keeps the last few knots: times asked for one after another share them. */
function remembered(make: (knot: number) => GroupValues): (knot: number) => GroupValues {
  const known = new Map<number, GroupValues>();
  return (knot) => {
    const found = known.get(knot);
    if (found) return found;
    const made = make(knot);
    known.set(knot, made);
    const [oldest] = known.keys();
    if (known.size > 8) known.delete(oldest!);
    return made;
  };
}
