import { MINUTE } from '../model/targets.ts';
import { NEARBY } from './events.ts';
import { hash } from './random.ts';
import type { Session } from './sessions.ts';

/** The access process of a NAS is down from `from` until before `to`, epoch milliseconds UTC. */
export interface Outage {
  readonly nas: string;
  readonly from: number;
  readonly to: number;
}

/** All sessions of the NAS have ended when so much of an outage has passed. */
export const STOPPED_WITHIN = 20_000;
/** People come back one after another, the last of them so long after an outage. */
export const BACK_WITHIN = 10 * MINUTE;
/** The lines of a session begin up to half a minute before it. */
const EARLIEST_RETURN = 40_000;

/** A session, and the part of time in which its lines are written: since ≤ time < until. */
export interface SessionPart {
  readonly session: Session;
  readonly since: number;
  readonly until: number;
}

/**
 * What outages make of a session: cut off by one, it comes back after it when it would still last then. Lines from before
 * an outage stay as they were.
 */
export function interrupted(session: Session, outages: readonly Outage[]): SessionPart[] {
  const whole = { session, since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  return outages
    .filter(({ nas }) => nas === session.subscriber.nas)
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .reduce<SessionPart[]>((parts, outage) => parts.flatMap((part) => interrupt(part, outage)), [whole]);
}

function interrupt(part: SessionPart, { from, to }: Outage): SessionPart[] {
  const { session, since, until } = part;
  const { start, end, seed } = session;
  // The end brings its lines with it, even those written a moment later.
  if (start >= to || end <= from - NEARBY || since >= to || until <= from) return [part];
  const parts = [{ ...part, until: Math.min(until, from) }];
  const after = Math.max(since, from);
  if (start < from) {
    const stop = Math.min(end, from + 2000 + (hash(seed, 11, from) % (STOPPED_WITHIN - 6000)));
    parts.push({ session: { ...session, end: stop }, since: after, until });
  }
  const back = to + EARLIEST_RETURN + (hash(seed, 12, from) % (BACK_WITHIN - EARLIEST_RETURN));
  if (end > back + MINUTE) {
    parts.push({ session: { ...session, seed: hash(seed, 13, from), start: back }, since: after, until });
  }
  return parts;
}

/** True while a NAS lets nobody in. */
export function isOut(outages: readonly Outage[], nas: string, time: number): boolean {
  return outages.some((outage) => outage.nas === nas && time >= outage.from + STOPPED_WITHIN && time < outage.to);
}

/** The part of a NAS's usual traffic that is there, 0–1. */
export function servedShare(outages: readonly Outage[], nas: string, time: number): number {
  let share = 1;
  for (const outage of outages) {
    if (outage.nas !== nas || time < outage.from) continue;
    const fallen = Math.max(0, 1 - (time - outage.from) / STOPPED_WITHIN);
    const back = Math.min(1, (time - returnOf(outage)) / BACK_WITHIN);
    share = Math.min(share, Math.max(fallen, back));
  }
  return share;
}

/** The instants at which the share above bends. */
export function bends(outages: readonly Outage[]): number[] {
  return outages.flatMap((outage) => {
    const back = returnOf(outage);
    return [outage.from, outage.from + STOPPED_WITHIN, back, back + BACK_WITHIN];
  });
}

/** Nobody comes back before all are gone. */
const returnOf = ({ from, to }: Outage) => Math.max(to, from + STOPPED_WITHIN);
