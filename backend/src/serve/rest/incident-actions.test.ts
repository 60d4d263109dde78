import { afterEach, describe, expect, test } from 'vitest';
import { PresageError } from '../../errors.ts';
import { type Incident, UNTOUCHED } from '../../model/incident.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';
import { incidentActionsEndpoint } from './incident-actions.ts';

const known: Incident = {
  ...{ id: 'x', kind: 'cpu', resource: { device: 'a' }, qualifier: '', phase: 'active', severity: 'major' },
  ...{ series: { measurement: 'cpu', tags: {}, field: 'load' }, unit: 'percent', value: 95, worst: 99, threshold: 90 },
  ...{ expected: null, probability: null, expectedAt: null, predictedAt: null, activeAt: 100, changedAt: 200 },
  ...{ endedAt: null, affected: null, cause: null, ...UNTOUCHED },
};

let service: RestService | undefined;
afterEach(() => service?.close());
const start = async () => {
  service = await startRestService({
    operate(id, { action }, by) {
      if (id !== 'x') return undefined;
      if (action === 'unshelve') throw new PresageError('ACTION_REFUSED', 'action: it is not shelved');
      return { ...known, operator: { state: 'acknowledged', by, at: 7, until: null } };
    },
  });
  return (id: string, body: unknown) => service!.post(`/api/v1/incidents/${id}/actions`, body);
};

describe('/api/v1/incidents/{id}/actions', () => {
  test('answers the incident as it has become, done by whoever asks over REST', async () => {
    const post = await start();
    const answer = await post('x', { action: 'acknowledge', comment: 'on it' });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ id: 'x', operator: { state: 'acknowledged', by: 'rest' }, comments: [] });
  });

  test.each([
    ['none', { action: 'close' }, 404, 'not-found'],
    ['x', { action: 'unshelve' }, 409, 'not-possible'],
    ['x', { action: 'ignore' }, 400, 'invalid-request'],
    ['x', { action: 'comment', comment: 'x'.repeat(2001) }, 400, 'invalid-request'],
    ['x', { action: 'close', reason: 'x' }, 400, 'invalid-request'],
  ])('incident %s, %j: %i %s', async (id, body, status, name) => {
    const post = await start();
    const answer = await post(id, body);
    expect([answer.status, answer.json().type]).toEqual([status, `/problems/${name}`]);
  });

  test('a viewer only reads', async () => {
    await start();
    const request = { params: { id: 'x' }, body: { action: 'close' }, is: () => 'application/json' };
    const dependencies = { ...service!.dependencies, user: { login: 'vic', role: 'Viewer' } as const };
    const run = incidentActionsEndpoint.post!.run(request as never, dependencies, {} as never);
    await expect(run).rejects.toMatchObject({ kind: 'not-allowed', message: expect.stringContaining('vic') });
  });
});
