import { HOUR } from '../model/targets.ts';
import { below, hash, pick, type Random, randomOf } from './random.ts';
import type { Session } from './sessions.ts';
import type { Subscriber } from './subscriber.ts';

/** Time between two interim reports of a session. */
const INTERIM = 2 * HOUR;
/** The lines of one happening are written at most this long before or after it. */
export const NEARBY = 60_000;
const DIRECTIONS = [1, 3, 4, 5, 6] as const;

/** Something that is written into the log as one line. `time` is the instant of writing, `seed` is its own. */
export interface Event {
  readonly time: number;
  readonly seed: number;
  readonly subscriber: Subscriber | undefined;
  readonly session: Session | undefined;
  readonly kind:
    | 'authenticated'
    | 'refused'
    | 'wrong password'
    | 'Start'
    | 'Alive'
    | 'Stop'
    | 'skipped'
    | 'saved'
    | 'noise';
  /** Of a sub-session. */
  readonly direction: number | undefined;
}

/** The direction a session counts apart. */
export function directionOf(session: Session): (typeof DIRECTIONS)[number] {
  return DIRECTIONS[session.seed % DIRECTIONS.length]!;
}

/** The events of a session from `from` to `to`, both included, and perhaps some more. */
export function sessionEvents(session: Session, from: number, to: number): Event[] {
  const { start, end, seed } = session;
  const events: Event[] = [];
  if (start >= from - NEARBY && start <= to + NEARBY) events.push(...beginning(session));
  const jitter = seed % 60_000;
  const first = Math.max(1, Math.ceil((from - NEARBY - jitter - start) / INTERIM));
  for (let number = first; ; number++) {
    const time = start + number * INTERIM + jitter;
    // All lines of a report come before those of the end.
    if (time + 1500 >= end || time > to) break;
    events.push(...alive(session, time, number));
  }
  if (end >= from - NEARBY && end <= to + NEARBY) events.push(...ending(session));
  return events;
}

/** A writer of the events of one happening of a session. */
function writer(session: Session, happening: number) {
  const { subscriber, seed } = session;
  const random = randomOf(hash(seed, 2, happening));
  const event = (kind: Event['kind'], time: number, direction?: number): Event => {
    return { kind, time: Math.floor(time), seed: below(random, 2 ** 32), subscriber, session, direction };
  };
  return { random, event };
}

function beginning(session: Session): Event[] {
  const { start } = session;
  const { random, event } = writer(session, 0);
  const events: Event[] = [];
  for (let tries = below(random, 40) === 0 ? 3 : random() < 0.06 ? 1 : 0; tries > 0; tries--) {
    events.push(event('wrong password', start - tries * 9000 - random() * 4000));
  }
  events.push(event('authenticated', start), event('Start', start + 300 + random() * 400));
  events.push(event('Start', start + 900 + random() * 400, directionOf(session)));
  events.push(event('saved', start + 1000 + random() * 900, pick(random, [4, 5, 6])));
  return events;
}

function alive(session: Session, time: number, number: number): Event[] {
  const { random, event } = writer(session, number);
  return [event('Alive', time), event('Alive', time + random() * 1500, directionOf(session))];
}

function ending(session: Session): Event[] {
  const { end } = session;
  const { random, event } = writer(session, -1);
  const part = (after: number): Event =>
    random() < 0.2 ? event('Stop', end + after, directionOf(session)) : event('skipped', end + after);
  return [event('Stop', end), part(600 + random() * 900), ...(random() < 0.2 ? [part(1800)] : [])];
}

/** The tries of a refused subscriber: about every five minutes, rarer at night. Both ends included, perhaps some more. */
export function refusals(
  subscriber: Subscriber,
  refused: (instant: number) => boolean,
  from: number,
  to: number,
): Event[] {
  const period = 300_000;
  const events: Event[] = [];
  for (let index = Math.floor(from / period) - 1; index * period <= to; index++) {
    const seed = hash(subscriber.seed, 3, index);
    const time = index * period + (subscriber.seed % 250_000) + (seed % 12_000);
    if (!refused(time)) continue;
    events.push({ kind: 'refused', time, seed, subscriber, session: undefined, direction: undefined });
  }
  return events;
}

/** What the log holds besides: a line in some of the minutes. Both ends included, perhaps some more. */
export function noise(seed: number, from: number, to: number): Event[] {
  const events: Event[] = [];
  for (let minute = Math.floor(from / 60_000); minute * 60_000 <= to; minute++) {
    const random: Random = randomOf(hash(seed, 4, minute));
    if (random() >= 0.3) continue;
    const time = minute * 60_000 + 5000 + below(random, 50_000);
    events.push({
      kind: 'noise',
      time,
      seed: below(random, 2 ** 32),
      subscriber: undefined,
      session: undefined,
      direction: undefined,
    });
  }
  return events;
}
