import { HOUR } from '../../incidents/durations';
import { OneIncident } from './answers';
import { beganAt } from './words';

/** What is shown before an incident began, and after it ended. */
const BEFORE = 6 * HOUR;
const AFTER = 2 * HOUR;

/** The range around an incident; of one that is open, up to now. */
export function rangeAround(incident: OneIncident): { from: string; to: string } {
  const from = new Date(beganAt(incident) - BEFORE).toISOString();
  return { from, to: incident.endedAt === null ? 'now' : new Date(incident.endedAt + AFTER).toISOString() };
}
