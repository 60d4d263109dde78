import { afterEach, describe, expect, test } from 'vitest';
import { type Incident, type IncidentEvent, type Phase, UNTOUCHED } from '../../model/incident.ts';
import { openMemoryState } from '../../state/database.ts';
import { createIncidentState } from '../../state/incident-state.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';

const incident = (id: string, phase: Phase, more: Partial<Incident> = {}): Incident => ({
  ...{ id, kind: 'cpu', resource: { device: 'a' }, qualifier: '', phase, severity: 'major' },
  ...{ series: { measurement: 'cpu', tags: { device: 'a' }, field: 'load' }, unit: 'percent', value: 1, worst: 2 },
  ...{ threshold: 3, expected: null, probability: null, expectedAt: null, predictedAt: null, activeAt: 100 },
  ...{ changedAt: 200, endedAt: phase === 'cleared' ? 200 : null, affected: null, cause: null, ...UNTOUCHED },
  ...more,
});

const running: RestService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.close();
});
async function start(...known: Incident[]) {
  const incidents = createIncidentState(openMemoryState().database);
  const listeners = new Set<(events: readonly IncidentEvent[]) => void>();
  const add = (...more: Incident[]) => {
    const events = incidents.commit(more.map((one) => ({ time: one.changedAt, type: 'active', incident: one })));
    for (const listener of listeners) listener(events);
  };
  add(...known);
  const service = await startRestService({
    incidents,
    titleOf: (kind) => `Title of ${kind}`,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  running.push(service);
  return { service, add, listeners };
}
interface Listed {
  readonly id: string;
  readonly title: string;
  readonly symptoms: readonly { readonly id: string }[];
}

describe('/api/v1/incidents', () => {
  const ids = async (service: RestService, query = '') => {
    const { incidents } = (await service.ask(`/api/v1/incidents${query}`)).json<{ incidents: Listed[] }>();
    return incidents.map(({ id, symptoms }) => [id, ...symptoms.map((symptom) => symptom.id)].join(' '));
  };

  test('answers what is broken before what will be, those that touch most first, symptoms inside their cause', async () => {
    const { service } = await start(
      incident('few', 'active', { affected: 5 }),
      incident('later', 'predicted', { expectedAt: 900 }),
      incident('soon', 'predicted', { expectedAt: 800 }),
      incident('unknown', 'clearing'),
      incident('root', 'active', { affected: 500 }),
      incident('symptom', 'active', { affected: 900, cause: 'root' }),
      incident('over', 'cleared', { affected: 10_000 }),
    );
    expect(await ids(service)).toEqual(['root symptom', 'few', 'unknown', 'soon', 'later']);
    expect(await ids(service, '?state=all')).toEqual(['root symptom', 'few', 'unknown', 'soon', 'later', 'over']);
    expect(await ids(service, '?state=all&from=201')).not.toContain('over');
    expect(await ids(service, '?kind=memory')).toEqual([]);
    expect(await ids(service, '?device=b')).toEqual([]);
  });

  test('a cause that has ended is shown as long as it explains something', async () => {
    const { service } = await start(incident('root', 'cleared'), incident('symptom', 'active', { cause: 'root' }));
    expect(await ids(service)).toEqual(['root symptom']);
  });

  test('refuses what it does not know', async () => {
    const { service } = await start();
    for (const query of ['?state=closed', '?limit=0', '?foo=1', '?from=yesterday']) {
      expect((await service.ask(`/api/v1/incidents${query}`)).status).toBe(400);
    }
  });

  test('one incident comes with its symptoms and its history', async () => {
    const { service } = await start(incident('root', 'active'), incident('symptom', 'active', { cause: 'root' }));
    const answer = await service.ask('/api/v1/incidents/root');
    expect(answer.json()).toMatchObject({
      incident: { id: 'root', title: 'Title of cpu', symptoms: [{ id: 'symptom' }] },
      history: [{ number: 1, type: 'active', incident: { id: 'root' } }],
    });
    expect((await service.ask('/api/v1/incidents/none')).status).toBe(404);
  });
});

describe('/api/v1/events', () => {
  /** The numbers of the first events that a client gets. */
  async function listen({ url }: RestService, count: number, path = '', headers: Record<string, string> = {}) {
    const ending = new AbortController();
    const response = await fetch(`${url}/api/v1/events${path}`, { headers, signal: ending.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const numbers = (async () => {
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const found = [...text.matchAll(/^id: (\d+)\nevent: incident\ndata: (.*)\n\n/gm)];
        for (const [, id, data] of found) expect(JSON.parse(data!).number).toBe(Number(id));
        if (found.length >= count) {
          ending.abort();
          return found.map(([, id]) => Number(id));
        }
      }
      throw new Error('the stream has ended');
    })();
    return { numbers };
  }

  test('tells of changes as they happen', async () => {
    const { service, add, listeners } = await start(incident('old', 'active'));
    const { numbers } = await listen(service, 2);
    add(incident('x', 'active'));
    add(incident('y', 'active'));
    expect(await numbers).toEqual([2, 3]);
    for (let wait = 0; listeners.size > 0 && wait < 200; wait++) await new Promise((done) => setTimeout(done, 10));
    expect(listeners.size).toBe(0);
  });

  test('goes on after the last event a client has seen, and misses nothing', async () => {
    const many = Array.from({ length: 1200 }, (_, index) => incident(`i${index}`, 'active'));
    const { service, add } = await start(...many);
    const { numbers } = await listen(service, 1198, '?after=7', { 'Last-Event-ID': '3' });
    add(incident('new', 'active'));
    const got = await numbers;
    expect(got.slice(0, 1198)).toEqual(Array.from({ length: 1198 }, (_, index) => index + 4));
    expect(await (await listen(service, 1, '?after=1200')).numbers).toEqual([1201]);
  });

  test('goes on from now for a client that knows events from before the state began anew', async () => {
    const { service, add } = await start(incident('old', 'active'));
    const { numbers } = await listen(service, 1, '', { 'Last-Event-ID': '5000' });
    add(incident('new', 'active'));
    expect(await numbers).toEqual([2]);
  });

  test('refuses a number that is none, and a HEAD ends', async () => {
    const { service } = await start();
    expect((await service.ask('/api/v1/events?after=x')).status).toBe(400);
    expect((await service.ask('/api/v1/events', { method: 'HEAD' })).status).toBe(200);
  });
});
