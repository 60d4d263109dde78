import { SEVERITIES } from '../../incidents-panel/view';
import { OneIncident, RootIncident } from '../incidents/answers';

/** An incident that nothing open explains, with what it hurts. */
export interface Cause {
  incident: OneIncident;
  /** How many open incidents it explains. */
  symptoms: number;
  /** Subscribers affected; null when nobody knows. */
  affected: number | null;
}

/** What is the case now. */
export interface Situation {
  /** What is broken, the most severe first. */
  broken: Cause[];
  /** What will break, the soonest first. */
  coming: Cause[];
  /** How many incidents operators have put out of sight. */
  hidden: number;
}

const isOpen = ({ phase }: OneIncident) => phase !== 'cleared' && phase !== 'expired';
const isPredicted = ({ incident: { phase } }: Cause) => phase === 'predicted';
const isInSight = ({ incident: { operator } }: Cause) => operator.state === 'none' || operator.state === 'acknowledged';

/** Reads the open incidents; of a cause that is over, its symptoms stand by themselves. */
export function situationOf(roots: readonly RootIncident[]): Situation {
  const causes = roots.flatMap((root) => (isOpen(root) ? [causeOf(root)] : standAlone(root.symptoms.filter(isOpen))));
  const shown = causes.filter(isInSight);
  const broken = shown.filter((cause) => !isPredicted(cause)).sort(bySeverity);
  const coming = shown.filter(isPredicted).sort(bySoonest);
  return { broken, coming, hidden: causes.length - shown.length };
}

function causeOf(root: RootIncident): Cause {
  const symptoms = root.symptoms.filter(isOpen);
  const counts = symptoms.flatMap(({ affected }) => affected ?? []);
  return {
    incident: root,
    symptoms: symptoms.length,
    affected: root.affected ?? (counts.length === 0 ? null : Math.max(...counts)),
  };
}

const standAlone = (symptoms: OneIncident[]): Cause[] =>
  symptoms.map((incident) => ({ incident, symptoms: 0, affected: incident.affected }));

const bySeverity = (a: Cause, b: Cause) =>
  SEVERITIES.indexOf(a.incident.severity) - SEVERITIES.indexOf(b.incident.severity) ||
  (b.affected ?? -1) - (a.affected ?? -1);

const bySoonest = (a: Cause, b: Cause) =>
  (a.incident.expectedAt ?? 0) - (b.incident.expectedAt ?? 0) || (b.affected ?? -1) - (a.affected ?? -1);

/** What is to be done about an incident: take it on, help whoever has it, or see to it before it breaks. */
export interface Step {
  do: 'take' | 'look' | 'prevent';
  incident: OneIncident;
}

const ORDER = { take: 0, prevent: 1, look: 2 } as const;

/** What is to be done now, the most pressing first: what nobody has taken on, what is coming, what somebody works on. */
export function stepsOf({ broken, coming }: Situation): Step[] {
  const untaken = ({ incident }: Cause) => incident.operator.state === 'none';
  return [
    ...broken.map((cause): Step => ({ do: untaken(cause) ? 'take' : 'look', incident: cause.incident })),
    ...coming.filter(untaken).map(({ incident }): Step => ({ do: 'prevent', incident })),
  ].sort((a, b) => ORDER[a.do] - ORDER[b.do]);
}
