import type { Zone } from '../model/zone.ts';
import { type Event, NEARBY, noise, refusals, sessionEvents } from './events.ts';
import { lineOf } from './lines.ts';
import { interrupted, isOut, type Outage } from './outage.ts';
import { hash } from './random.ts';
import { activity, HOUSEHOLD, mood } from './rhythm.ts';
import { DAY, isBlocked, type Session, sessionsOfDay } from './sessions.ts';
import { type Subscriber, subscribersOf } from './subscriber.ts';

/** A line of the log without its line feed, and the instant at which it is written, epoch milliseconds UTC. */
export interface DemoLine {
  readonly time: number;
  readonly text: string;
}

export interface Subscribers {
  /**
   * The lines written from `from` to before `to`, in the order of writing: a pure function of the options, the outages
   * and the range. It does not depend on how time is cut: the lines of [a, b) and of [b, c) are together those of [a, c).
   * An outage changes no line from before it, nor does its end.
   */
  lines(from: number, to: number): DemoLine[];
}

export interface SubscribersOptions {
  /** Another seed gives another network. */
  readonly seed: number;
  /** How many. */
  readonly subscribers: number;
  /** The zone whose clocks and habits the network follows. */
  readonly zone: Zone;
  /** When the network lets nobody in, as known when lines are asked for; never by default. */
  readonly outages?: () => readonly Outage[];
}

/** The simulated subscribers of the demo network and what RADIUS and billing write about them. */
export function createSubscribers(options: SubscribersOptions): Subscribers {
  const { seed, subscribers: count, zone, outages = () => [] } = options;
  const networkSeed = hash(seed);
  const people = subscribersOf(networkSeed, count);
  const debtors = people.filter(({ debtor }) => debtor);
  const sessions = remembered((day) => sessionsOfDay(networkSeed, people, zone, day));
  const load = (instant: number) => activity(HOUSEHOLD, instant + zone.offset(instant)) * mood(networkSeed, instant);
  const refused = (person: Subscriber) => (time: number) =>
    isBlocked(person, time) && hash(person.seed, time) < Math.min(1, 0.35 + 0.4 * load(time)) * 2 ** 32;

  return {
    lines(from, to) {
      const events: Event[] = [];
      const broken = outages();
      // Sessions last less than a day, and the lines of one lie within a minute of it.
      for (let day = Math.floor((from - NEARBY) / DAY) - 1; day <= Math.floor((to + NEARBY) / DAY); day++) {
        for (const session of sessions(day)) {
          if (session.start > to + NEARBY || session.end < from - NEARBY) continue;
          for (const { session: part, since, until } of interrupted(session, broken)) {
            const written = sessionEvents(part, from, to);
            events.push(...written.filter(({ time }) => time >= since && time < until));
          }
        }
      }
      for (const person of debtors) events.push(...refusals(person, refused(person), from, to));
      events.push(...noise(networkSeed, from, to));
      return events
        .filter(
          ({ time, subscriber }) => time >= from && time < to && !(subscriber && isOut(broken, subscriber.nas, time)),
        )
        .sort((a, b) => a.time - b.time)
        .map((event) => ({ time: event.time, text: lineOf(event, zone, load(event.time)) }));
    },
  };
}

/** Keeps the last few answers: ranges that follow each other share their days. */
function remembered(make: (day: number) => Session[]): (day: number) => Session[] {
  const known = new Map<number, Session[]>();
  return (day) => {
    const sessions = known.get(day) ?? make(day);
    known.delete(day);
    known.set(day, sessions);
    const [oldest] = known.keys();
    if (known.size > 4 && oldest !== undefined) known.delete(oldest);
    return sessions;
  };
}
