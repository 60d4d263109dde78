import { z } from 'zod';
import { type Incident, OPERATOR_STATES, PHASES, SEVERITIES } from '../../model/incident.ts';
import { namedSchemas } from './named-schemas.ts';

const time = z.number().nullable();

const incident = z.strictObject({
  id: z.string().describe('ULID; stays when a prediction comes true.'),
  kind: z.string(),
  title: z.string().describe('The kind in words.'),
  resource: z.strictObject({
    device: z.string().optional(),
    component: z.string().optional(),
    nas: z.string().optional(),
  }),
  qualifier: z.string().describe('Tells incidents of one kind and resource apart, such as the direction of a link.'),
  phase: z.enum(PHASES),
  severity: z.enum(SEVERITIES),
  series: z
    .strictObject({ measurement: z.string(), tags: z.record(z.string(), z.string()), field: z.string() })
    .describe('Where it was seen.'),
  unit: z.string(),
  value: z.number().nullable().describe('The newest value measured.'),
  worst: z.number().nullable(),
  threshold: z.number().describe('The value beyond which it counts.'),
  expected: z.number().nullable().describe('What the forecast expected in place of the value.'),
  probability: z.number().nullable().describe('Of a prediction: that it happens within the horizon, 0–1.'),
  expectedAt: time.describe('Of a prediction: when.'),
  predictedAt: time,
  activeAt: time,
  changedAt: z.number(),
  endedAt: time,
  affected: z.number().nullable().describe('Subscribers it touches; null when nobody knows.'),
  cause: z.string().nullable().describe('Id of the incident that explains this one.'),
  operator: z
    .strictObject({ state: z.enum(OPERATOR_STATES), by: z.string().nullable(), at: time, until: time })
    .describe('What an operator has decided: who, since when, and of a snooze until when.'),
  comments: z.array(z.strictObject({ time: z.number(), by: z.string(), text: z.string() })),
});

/** An incident by itself. */
export const incidentSchema = incident.register(namedSchemas, { id: 'Incident' });

/** An incident with the incidents it explains and whom it touches. */
export const rootSchema = incident
  .extend({
    symptoms: z.array(incidentSchema).describe('What it explains.'),
    customers: z.array(z.string()).describe('Names of the customers behind what it is about, as configured now.'),
    services: z.array(z.string()).describe('The same of services.'),
  })
  .register(namedSchemas, { id: 'RootIncident' });

/** What JSON says of an incident. */
export function describeIncident(one: Incident, titleOf: (kind: string) => string): z.output<typeof incidentSchema> {
  return {
    ...one,
    title: titleOf(one.kind),
    resource: { ...one.resource },
    operator: { ...one.operator },
    comments: one.comments.map((comment) => ({ ...comment })),
    series: { ...one.series, tags: { ...one.series.tags } },
  };
}
