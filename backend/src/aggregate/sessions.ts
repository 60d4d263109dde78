import type { AccountingRecord } from '../model/accounting.ts';
import type { Json } from '../model/contracts/log-state.ts';
import { totalSessionsSeries } from '../model/log-series.ts';
import { MINUTE, sessionSeries } from '../model/targets.ts';
import type { AggregatePart, PartState } from './part.ts';
import { gatherSamples } from './samples.ts';
import { type PackedEvents, sessionEvents } from './session-events.ts';

/** Lines arrive out of order by about a second; a minute is published this much later. */
const GRACE = 15_000;
/** A log silent for longer leaves a gap: nobody knows what happened. */
const LOG_GAP = 10 * MINUTE;
/** How long an ended session is remembered, so that a late line does not open it again. */
const REMEMBERED = 5 * MINUTE;
/** Hosts that write one log differ by about a second: what is dated so little after a Stop happened before it. */
const DISORDER = 5_000;

/** A session as [NAS, minute from which it no longer counts, newest sign of life, time of its end or null, 1 once its Start came]. */
type Session = readonly [nas: string, end: number, seen: number, stopped: number | null, started: 0 | 1];

const REST = 'rest';
const SESSION = 'session ';

interface SessionRest {
  readonly newest: number | null;
  readonly published: number;
  readonly active: Readonly<Record<string, number>>;
  /** By NAS and minute: how the number of active sessions changes there. */
  readonly changes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By NAS: when it has ended all its sessions last. */
  readonly closed?: Readonly<Record<string, number>>;
  readonly events?: PackedEvents;
}

/**
 * Active sessions, in total and of each NAS, a sample each full minute, and how many start and stop in each minute. A session
 * is active from its first Start or Alive until the Stop of its master session, until its NAS ends all (Accounting-On or
 * -Off), or until it has been silent for more than two interim periods. Each session keeps one −1 planned at the minute of
 * its end and moves it with every sign of life, so a minute costs only its own changes.
 */
export function sessionCounter(options: { source: string; interimPeriod: number }, state: PartState): AggregatePart {
  const rest = state.row(REST) as unknown as SessionRest | undefined;
  const sessions = new Map<string, Session>();
  for (const [key, session] of state.rows()) {
    if (!key.startsWith(SESSION)) continue;
    // Rows of earlier versions have no fifth column.
    const [nas, end, seen, stopped, started = 0] = session as unknown as Session;
    sessions.set(key.slice(SESSION.length), [nas, end, seen, stopped, started]);
  }
  const active = new Map(Object.entries(rest?.active ?? {}));
  const changes = new Map(
    Object.entries(rest?.changes ?? {}).map(([nas, minutes]) => [
      nas,
      new Map(Object.entries(minutes).map(([minute, change]) => [Number(minute), change])),
    ]),
  );
  let newest = rest?.newest ?? undefined;
  let published = rest?.published ?? 0;
  let forgotten = published;
  let dirty = new Map<string, Json | null>();
  const closed = new Map(Object.entries(rest?.closed ?? {}));
  /** Those of which nothing came since they ended all sessions, so that an end that is repeated costs nothing. */
  const quiet = new Set<string>();
  const events = sessionEvents(options.source, rest?.events);
  const samples = gatherSamples();

  const changesOf = (nas: string): Map<number, number> => {
    const known = changes.get(nas);
    if (known) return known;
    const minutes = new Map<number, number>();
    changes.set(nas, minutes);
    if (!active.has(nas)) active.set(nas, 0);
    return minutes;
  };
  /** Plans a change; for a minute already published it comes with the next. Answers the minute it was planned at. */
  const plan = (nas: string, minute: number, change: number): number => {
    const at = Math.max(minute, published + MINUTE);
    const minutes = changesOf(nas);
    minutes.set(at, (minutes.get(at) ?? 0) + change);
    return at;
  };
  const isPast = ([, end, seen]: Session) => end <= published && seen <= published - REMEMBERED;
  /** A session as if every past one were forgotten at once, so that it makes no difference when they really are. */
  const recall = (key: string): Session | undefined => {
    const known = sessions.get(key);
    return known && isPast(known) ? undefined : known;
  };
  const put = (key: string, session: Session) => {
    sessions.set(key, session);
    dirty.set(SESSION + key, session);
  };

  const publish = (until: number, visible: boolean) => {
    for (let minute = published + MINUTE; visible && minute <= until; minute += MINUTE) {
      events.publish(samples, minute - MINUTE, active);
      let total = 0;
      for (const [nas, minutes] of changes) {
        const count = (active.get(nas) ?? 0) + (minutes.get(minute) ?? 0);
        minutes.delete(minute);
        active.set(nas, count);
        total += count;
        samples.add(sessionSeries(options.source, nas), minute, count);
      }
      if (changes.size > 0) samples.add(totalSessionsSeries(options.source), minute, total);
    }
    if (!visible) {
      for (const [nas, minutes] of changes) {
        for (const [minute, change] of minutes) {
          if (minute > until) continue;
          minutes.delete(minute);
          active.set(nas, (active.get(nas) ?? 0) + change);
        }
      }
    }
    published = Math.max(published, until);
    events.forget(published);
  };
  /** The minute in which an event counts: for one already published the next. */
  const eventMinute = (time: number) => Math.max(floor(time), published);

  const sign = (key: string, nas: string, time: number, isStart: boolean) => {
    // What comes late from before the end of all sessions opens none.
    if (time <= (closed.get(nas) ?? Number.NEGATIVE_INFINITY)) return;
    quiet.delete(nas);
    const known = recall(key);
    if (known && known[3] !== null && time <= known[3] + DISORDER) return;
    const wasStarted = known !== undefined && known[3] === null && known[4] === 1;
    const started = isStart || wasStarted ? 1 : 0;
    const silent = floor(time + 2 * options.interimPeriod) + MINUTE;
    if (isStart && !wasStarted && silent > published) {
      changesOf(nas);
      events.started(nas, eventMinute(time));
    }
    const counted = known !== undefined && known[1] > published;
    if (known && counted && known[3] === null && time <= known[2]) {
      if (started !== known[4]) put(key, [nas, known[1], known[2], null, started]);
      return;
    }
    // Takes the planned end back, or counts the session from a minute after it.
    if (known && counted && ceiling(time) <= known[1]) plan(nas, known[1], 1);
    else plan(nas, ceiling(time), 1);
    put(key, [nas, plan(nas, silent, -1), time, null, started]);
  };
  const stop = (key: string, nas: string, time: number) => {
    const known = recall(key);
    let end = known?.[1] ?? 0;
    // Only what counts can stop: a Stop that comes again for hours is of a session that was forgotten.
    if (known && known[3] === null && end > published) events.stopped(nas, eventMinute(time));
    // A Stop dated before the newest sign of life still comes after it: a session never ends before it began.
    const last = ceiling(Math.max(time, known?.[2] ?? time));
    if (known && known[3] === null && end > published && last < end) {
      plan(nas, end, 1);
      end = plan(nas, last, -1);
    }
    const stopped = Math.max(time, known?.[3] ?? time);
    put(key, [nas, end, stopped, stopped, 0]);
  };
  /** Ends all sessions of a NAS that count and were not seen later. */
  const close = (nas: string, time: number) => {
    // The same that comes again; an Off and the On after it, too: no session can have begun between.
    const before = closed.get(nas) ?? Number.NEGATIVE_INFINITY;
    if (time < before + MINUTE) return;
    closed.set(nas, time);
    if (quiet.has(nas)) return;
    quiet.add(nas);
    for (const [key, [of, end, seen, stopped]] of sessions) {
      if (of === nas && stopped === null && end > published && seen <= time + DISORDER) stop(key, nas, time);
      else if (of === nas && seen > time + DISORDER) quiet.delete(nas);
    }
  };
  const forget = () => {
    if (published - forgotten < REMEMBERED) return;
    forgotten = published;
    for (const [key, session] of sessions) {
      if (!isPast(session)) continue;
      sessions.delete(key);
      dirty.set(SESSION + key, null);
    }
  };

  /** Publishes the minutes that no line can change any more. */
  const pass = (time: number) => {
    if (newest === undefined) published = floor(time);
    else if (time > newest + LOG_GAP) {
      publish(floor(newest), true);
      events.publish(samples, published, active);
      events.goOnFrom(floor(time));
      publish(floor(time - GRACE), false);
    } else publish(floor(time - GRACE), true);
    newest = Math.max(newest ?? time, time);
  };

  return {
    name: 'sessions',
    other: pass,
    record({ statusType, direction, nas, sessionId, time }: AccountingRecord): void {
      pass(time);
      if (statusType === undefined || nas === undefined) return;
      if (statusType === 'On' || statusType === 'Off') {
        close(nas, time);
        return;
      }
      if (sessionId === undefined) return;
      const key = `${nas} ${sessionId}`;
      if (statusType !== 'Stop') sign(key, nas, time, statusType === 'Start' && direction === undefined);
      else if (direction === undefined) stop(key, nas, time);
    },
    drain() {
      forget();
      const rows = dirty.set(REST, packed());
      dirty = new Map();
      return { blocks: samples.take(), rows };
    },
  };

  function packed(): Json {
    const plans = [...changes].map(([nas, minutes]) => [nas, Object.fromEntries(minutes)] as const);
    return {
      newest: newest ?? null,
      published,
      active: Object.fromEntries(active),
      changes: Object.fromEntries(plans),
      closed: Object.fromEntries(closed),
      events: events.packed() as unknown as Json,
    };
  }
}

const floor = (time: number) => Math.floor(time / MINUTE) * MINUTE;
const ceiling = (time: number) => Math.ceil(time / MINUTE) * MINUTE;
