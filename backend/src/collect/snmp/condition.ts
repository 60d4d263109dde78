import { PresageError, reason } from '../../errors.ts';
import type { Device, DeviceCause, DeviceReading, DeviceState } from '../../model/device.ts';
import { AccessError } from './access-fault.ts';

/** How a device is doing, and why, in words for people. */
export interface Condition {
  readonly state: DeviceState;
  /** Empty when all is well. */
  readonly reason: string;
  readonly cause?: DeviceCause;
}

/** Misses in a row, from the first one on, epoch milliseconds UTC. */
export interface Silence {
  readonly since: number;
  readonly polls: number;
}

/** Words said at most; a device with hundreds of interfaces may have a complaint about each. */
const MOST_WORDS = 3;

/**
 * The condition of a device that answered. `took` is what the whole poll took, milliseconds of the device's clock; a first
 * answer later than `slowResponse` milliseconds is slow. `notes` say what could not be measured: all else is well.
 */
export function answeredCondition(
  device: Device,
  { errors, responseMilliseconds, profile, fittingProfile, sysObjectID }: DeviceReading,
  { took, slowResponse, notes }: { took: number; slowResponse: number; notes: readonly string[] },
): Condition {
  if (errors.length > 0) return { state: 'faulty', reason: words([...errors, ...notes]) };
  if (fittingProfile !== undefined) {
    const wrong = `nothing of the profile ${profile} was found, which is set for it; of ${fittingProfile}, which its sysObjectID ${sysObjectID} stands for, there is: leave profile out, or set ${fittingProfile}`;
    return {
      ...{ state: 'wrong profile', reason: words([wrong, ...notes]) },
      cause: { code: 'wrong-profile', profile, fitting: fittingProfile },
    };
  }
  if (took > device.pollPeriod) {
    const late = `a poll takes ${seconds(took)}, longer than the poll period of ${seconds(device.pollPeriod)}, so there are gaps; raise poll_period`;
    return {
      ...{ state: 'slow', reason: words([late, ...notes]) },
      cause: { code: 'slow-poll', took, period: device.pollPeriod },
    };
  }
  if (responseMilliseconds > slowResponse) {
    const late = `it took ${Math.round(responseMilliseconds)} ms to answer; check its processor load and the way to it`;
    return {
      ...{ state: 'slow', reason: words([late, ...notes]) },
      cause: { code: 'slow-answer', took: Math.round(responseMilliseconds) },
    };
  }
  return { state: 'up', reason: words(notes) };
}

/** The condition of a device of which there is no reading. */
export function failedCondition(error: unknown, silence: Silence | undefined): Condition {
  if (error instanceof AccessError) {
    return { state: 'auth failed', reason: reason(error), cause: { code: 'auth-failed', fault: error.fault } };
  }
  if (!silence) return { state: 'faulty', reason: reason(error) };
  const since = `${new Date(silence.since).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const polls = silence.polls === 1 ? '1 poll' : `${silence.polls} polls`;
  return {
    state: 'unreachable',
    reason: `${reason(error)}; no answer since ${since} (${polls})`,
    cause: { code: 'no-answer', ...silence },
  };
}

/** True when the error says that the device did not answer, false when it answered or the fault is elsewhere. */
export const isSilence = (error: unknown): boolean =>
  error instanceof PresageError && error.code === 'DEVICE_UNREACHABLE';

/** True when the error says that the device answered, and what it answered is of no use. */
export const isFault = (error: unknown): boolean =>
  error instanceof AccessError || (error instanceof PresageError && error.code === 'DEVICE_FAULTY');

function words(all: readonly string[]): string {
  const more = all.length - MOST_WORDS;
  return [...all.slice(0, MOST_WORDS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 100) / 10} s`;
