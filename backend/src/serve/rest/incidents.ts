import { z } from 'zod';
import { EVENT_TYPES, type Incident } from '../../model/incident.ts';
import { type Behind, behind } from './behind.ts';
import { describeIncident, incidentSchema, rootSchema } from './incident-schema.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { timeParameter } from './parameters.ts';
import { Problem } from './problem.ts';

const MOST = 1000;

/** The answer of /api/v1/incidents. */
export const incidentsAnswer = z
  .strictObject({ incidents: z.array(rootSchema) })
  .register(namedSchemas, { id: 'IncidentsAnswer' });

/** The answer of /api/v1/incidents/{id}. */
const incidentAnswer = z
  .strictObject({
    incident: rootSchema,
    history: z.array(
      z.strictObject({ number: z.int(), time: z.number(), type: z.enum(EVENT_TYPES), incident: incidentSchema }),
    ),
  })
  .register(namedSchemas, { id: 'IncidentAnswer' });

export const incidentsEndpoint: Endpoint = {
  path: '/api/v1/incidents',
  get: operation({
    id: 'readIncidents',
    summary: 'What is broken and what will be, those that touch most subscribers first',
    description:
      'An incident that another one explains is among the `symptoms` of that one, not in the list itself. Of those that have ended, the newest are answered.',
    query: z.strictObject({
      state: z.enum(['open', 'all']).default('open').describe('`open` (default), or `all`: those that have ended too.'),
      kind: z.string().min(1).optional().describe('Only incidents of this kind.'),
      device: z.string().min(1).optional().describe('Only incidents of this device.'),
      from: timeParameter.optional().describe('Only those that had not ended before.'),
      to: timeParameter.optional().describe('Only those that began before.'),
      limit: z.coerce.number().int().min(1).max(MOST).default(MOST).describe('At most so many, symptoms counted.'),
    }),
    answer: json(incidentsAnswer),
    problems: ['invalid-request'],
    handle({ query: { state, kind, device, from, to, limit } }, { incidents, devices, titleOf }) {
      const filter = {
        ...(state === 'open' ? { open: true } : {}),
        ...(kind === undefined ? {} : { kind }),
        ...(device === undefined ? {} : { device }),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      };
      const found = incidents.list(filter, limit);
      const touched = behind(devices());
      return { incidents: rootsOf(found, incidents.get).map((root) => describeRoot(root, titleOf, touched)) };
    },
  }),
};

export const incidentEndpoint: Endpoint = {
  path: '/api/v1/incidents/{id}',
  get: operation({
    id: 'readIncident',
    summary: 'One incident, its symptoms and everything that happened to it',
    parameters: z.object({ id: z.string().describe('Id of the incident.') }),
    answer: json(incidentAnswer),
    problems: ['not-found'],
    handle({ parameters: { id } }, { incidents, devices, titleOf }) {
      const incident = incidents.get(id);
      if (!incident)
        throw new Problem('not-found', `There is no incident ${id}; /api/v1/incidents?state=all lists them.`);
      const end = incident.endedAt === null ? {} : { to: incident.endedAt + 1 };
      const others = incidents.list({ from: incident.predictedAt ?? incident.activeAt ?? 0, ...end }, MOST);
      const symptoms = others.filter(({ cause }) => cause === id);
      return {
        incident: describeRoot({ incident, symptoms }, titleOf, behind(devices())),
        history: incidents
          .history(id)
          .map((event) => ({ ...event, incident: describeIncident(event.incident, titleOf) })),
      };
    },
  }),
};

interface Root {
  readonly incident: Incident;
  readonly symptoms: readonly Incident[];
}

function describeRoot(
  { incident, symptoms }: Root,
  titleOf: (kind: string) => string,
  touched: Behind,
): z.output<typeof rootSchema> {
  return {
    ...describeIncident(incident, titleOf),
    ...touched(incident),
    symptoms: symptoms.map((symptom) => describeIncident(symptom, titleOf)),
  };
}

/** Incidents with their symptoms. A cause that is not among them, such as one that has just ended, is fetched. */
function rootsOf(found: readonly Incident[], get: (id: string) => Incident | undefined): Root[] {
  const known = new Map(found.map((incident) => [incident.id, incident]));
  for (const { cause } of found) {
    const fetched = cause !== null && !known.has(cause) ? get(cause) : undefined;
    if (fetched) known.set(fetched.id, fetched);
  }
  const rootOf = (incident: Incident): string => {
    const cause = incident.cause === null ? undefined : known.get(incident.cause);
    return cause ? rootOf(cause) : incident.id;
  };
  const groups = Map.groupBy(known.values(), rootOf);
  return [...groups]
    .map(([id, group]) => ({
      incident: known.get(id)!,
      symptoms: group.filter((one) => one.id !== id).sort(byUrgency),
    }))
    .sort((a, b) => byUrgency(a.incident, b.incident));
}

const GROUP = { active: 0, clearing: 0, predicted: 1, cleared: 2, expired: 2 } as const;

/** What is broken before what will be and what was; then those that touch most; then those that are soonest or newest. */
function byUrgency(a: Incident, b: Incident): number {
  const affected = (b.affected ?? -1) - (a.affected ?? -1);
  const soonest = (a.expectedAt ?? 0) - (b.expectedAt ?? 0);
  const newest = b.changedAt - a.changedAt;
  return GROUP[a.phase] - GROUP[b.phase] || affected || (a.phase === 'predicted' ? soonest : newest);
}
