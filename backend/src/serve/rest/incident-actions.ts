import { z } from 'zod';
import { OPERATOR_ACTIONS } from '../../model/incident.ts';
import { describeIncident, incidentSchema } from './incident-schema.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { Problem } from './problem.ts';

const LONGEST_COMMENT = 2000;

export const incidentActionsEndpoint: Endpoint = {
  path: '/api/v1/incidents/{id}/actions',
  post: operation({
    id: 'operateIncident',
    summary: 'Acknowledges an incident, comments on it, or puts it out of sight',
    parameters: z.object({ id: z.string().describe('Id of the incident.') }),
    body: z.strictObject({
      action: z.enum(OPERATOR_ACTIONS),
      comment: z.string().max(LONGEST_COMMENT).optional().describe('Needed to `comment`, welcome with all others.'),
      until: z
        .number()
        .optional()
        .describe('Of a `snooze`: when it ends by itself, at most 366 days ahead, epoch milliseconds UTC.'),
    }),
    answer: json(incidentSchema),
    problems: [
      ...(['invalid-request', 'not-allowed', 'not-found', 'not-possible'] as const),
      ...(['body-too-large', 'unsupported-media-type'] as const),
    ],
    handle({ parameters: { id }, body }, { operate, titleOf, user }) {
      if (user.role === 'Viewer') {
        const detail = `${user.login} may only read incidents; editors and administrators act on them.`;
        throw new Problem('not-allowed', detail);
      }
      const incident = operate(id, body, user.login);
      if (incident) return describeIncident(incident, titleOf);
      throw new Problem('not-found', `There is no incident ${id}; /api/v1/incidents?state=all lists them.`);
    },
  }),
};
