import { PresageError } from '../errors.ts';
import { type Incident, isOpen, type OperatorAction, type OperatorState, UNTOUCHED } from '../model/incident.ts';
import type { Change } from './lifecycle.ts';

/** What each action makes of the state; undefined where it leaves it as it is. */
const RESULT = {
  acknowledge: 'acknowledged',
  unacknowledge: 'none',
  comment: undefined,
  snooze: 'snoozed',
  shelve: 'shelved',
  unshelve: 'none',
  close: 'closed',
} as const;

/** The longest snooze, milliseconds. */
const LONGEST_SNOOZE = 366 * 86_400_000;

/** What the action of an operator makes of an incident. Throws ACTION_REFUSED when it cannot be done to it now. */
export function operated(incident: Incident, action: OperatorAction, by: string, now: number): Change {
  const problem = refusal(incident, action, now);
  if (problem !== undefined) throw new PresageError('ACTION_REFUSED', problem);
  const state = RESULT[action.action];
  const operator = state === undefined ? incident.operator : { state, by, at: now, until: action.until ?? null };
  const text = action.comment?.trim();
  const comments = text ? [...incident.comments, { time: now, by, text }] : incident.comments;
  return { type: 'operated', incident: { ...incident, operator, comments, changedAt: now } };
}

/** The end of a snooze whose time is over; undefined while there is none. */
export function woken(incident: Incident, now: number): Change | undefined {
  const { state, until } = incident.operator;
  if (state !== 'snoozed' || until === null || until > now) return undefined;
  const operator: OperatorState = { ...UNTOUCHED.operator, at: now };
  return { type: 'operated', incident: { ...incident, operator, changedAt: now } };
}

/** Why an action cannot be done, and what can; undefined when it can. */
function refusal({ phase, operator }: Incident, { action, comment, until }: OperatorAction, now: number) {
  if (action === 'comment') return comment?.trim() ? undefined : 'comment: expected what is to be said';
  if (!isOpen(phase)) return 'action: the incident is over; only comments can be added to it';
  if (action === 'snooze' && !(until !== undefined && until > now)) {
    return 'until: expected a time to come, epoch milliseconds UTC';
  }
  if (action === 'snooze' && until !== undefined && until > now + LONGEST_SNOOZE) {
    return 'until: expected at most 366 days ahead; shelve what is to stay out of sight until it is brought back';
  }
  if (action !== 'snooze' && until !== undefined) return 'until: belongs to a snooze only';
  if (action === 'unacknowledge' && operator.state !== 'acknowledged') {
    return `action: there is no acknowledgement to take back; the operator state is ${operator.state}`;
  }
  const isHidden = operator.state !== 'none' && operator.state !== 'acknowledged';
  if (action === 'unshelve' && !isHidden) {
    return `action: only what is snoozed, shelved or closed is brought back; the operator state is ${operator.state}`;
  }
  return undefined;
}
