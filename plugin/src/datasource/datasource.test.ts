import { CoreApp, DataQueryRequest, DataQueryResponse, DataSourceInstanceSettings, LoadingState } from '@grafana/data';
import { BackendSrv, setBackendSrv, setEchoSrv, TemplateSrv } from '@grafana/runtime';
import { firstValueFrom, of, throwError } from 'rxjs';

import { DataSource } from './datasource';
import { PresageOptions, PresageQuery } from './types';

const mockFetch = jest.fn();

beforeAll(() => {
  setBackendSrv({ fetch: mockFetch } as unknown as BackendSrv);
  setEchoSrv({ addEvent: () => undefined, addBackend: () => undefined, flush: () => undefined });
});

const HEALTHY = { status: 'OK', message: 'Presage 0.1.0 is well', details: { protocol: 1 } };
const AWAY = { status: 500, data: { message: 'Internal error', messageId: 'plugin.connectionUnavailable' } };
const templates = { getVariables: () => [], replace: (text: string) => text } as unknown as TemplateSrv;

/** The data source in a Grafana whose backend answers health checks and queries so. */
function source({ health = of({ data: HEALTHY }), results = {} }: { health?: unknown; results?: unknown }) {
  mockFetch.mockReset();
  mockFetch.mockImplementation(({ url }: { url: string }) => (url.endsWith('/health') ? health : results));
  const settings = { id: 1, uid: 'presage', type: 'presage-netops-datasource', meta: {} };
  return new DataSource(settings as unknown as DataSourceInstanceSettings<PresageOptions>, templates);
}

const answer = (results: object, status = 200) => of({ status, data: { results } });

function ask(
  data: DataSource,
  targets: PresageQuery[],
  more: Partial<DataQueryRequest> = {}
): Promise<DataQueryResponse> {
  return firstValueFrom(data.query({ targets, scopedVars: {}, ...more } as DataQueryRequest<PresageQuery>));
}

const sentQueries = () => mockFetch.mock.calls[0]?.[0].data.queries;
const messages = ({ errors = [] }: DataQueryResponse) => errors.map(({ refId, message }) => [refId, message]);

describe('a query', () => {
  const frame = { schema: { fields: [{ name: 'value', type: 'number' }] }, data: { values: [[1]] } };

  it('goes to the backend as it is stored', async () => {
    const data = source({ results: answer({ A: { frames: [frame] } }) });
    const response = await ask(data, [{ refId: 'A' }]);
    expect(sentQueries()[0]).toMatchObject({ refId: 'A' });
    expect(sentQueries()[0]).not.toHaveProperty('kind');
    expect(response.data[0].fields[0].values).toEqual([1]);
    expect(messages(response)).toEqual([]);
  });

  it('that cannot be asked fails by itself', async () => {
    const data = source({ results: answer({ A: { frames: [frame] } }) });
    jest
      .spyOn(templates, 'replace')
      .mockImplementation((text = '', _scoped, format) =>
        text === '$several' && typeof format === 'function' ? format(['a', 'b']) : text
      );
    const response = await ask(data, [{ refId: 'A' }, { refId: 'B', field: '$several' }]);
    expect(sentQueries()).toHaveLength(1);
    expect(response.data).toHaveLength(1);
    expect(response.state).toBe(LoadingState.Error);
    expect(messages(response)).toEqual([['B', expect.stringContaining('$several stands for 2 values')]]);
    jest.restoreAllMocks();
  });

  it('with a filter that is none of equality is not asked', async () => {
    const data = source({});
    const response = await ask(data, [{ refId: 'A' }], { filters: [{ key: 'nas', operator: '=~', value: '.*' }] });
    expect(messages(response)).toEqual([['A', expect.stringContaining('nas =~ .*')]]);
    expect(mockFetch).not.toHaveBeenCalled();
  });

  it('keeps the words of the backend and the frames of the others', async () => {
    const results = answer({ A: { frames: [frame] }, B: { error: 'too many points', status: 400 } }, 400);
    const response = await ask(source({ results }), [{ refId: 'A' }, { refId: 'B' }]);
    expect(response.data).toHaveLength(1);
    expect(messages(response)).toEqual([['B', 'too many points']]);
  });

  it('says that the backend is away', async () => {
    const gone = throwError(() => AWAY);
    const response = await ask(source({ results: gone, health: gone }), [{ refId: 'A' }]);
    expect(messages(response)).toEqual([[undefined, expect.stringContaining('Presage does not answer')]]);
  });

  it.each([
    [0, 'Presage is older'],
    [2, 'Presage is newer'],
  ])('that fails says so when the backend speaks protocol %d', async (protocol, words) => {
    const health = of({ data: { ...HEALTHY, details: { protocol } } });
    const results = answer({ A: { error: 'unexpected answer', status: 400 } }, 400);
    const response = await ask(source({ results, health }), [{ refId: 'A' }]);
    expect(messages(response)).toEqual([['A', expect.stringContaining(words)]]);
  });
});

describe('the health check', () => {
  it('passes on what a healthy backend says', async () => {
    expect(await source({}).testDatasource()).toEqual({ status: 'success', message: 'Presage 0.1.0 is well' });
  });

  it.each([
    ['is away', throwError(() => AWAY), 'Presage does not answer'],
    [
      'is not well',
      throwError(() => ({ data: { status: 'ERROR', message: 'The token is wrong', details: { protocol: 1 } } })),
      'The token is wrong',
    ],
    ['is older', of({ data: { ...HEALTHY, details: { protocol: 0 } } }), 'Presage is older'],
    ['is newer', of({ data: { ...HEALTHY, details: { protocol: 2 } } }), 'Presage is newer'],
    ['is something else', of({ data: { status: 'OK', message: '' } }), 'does not say that it is Presage'],
  ])('says what is wrong with a backend that %s', async (_name, health, words) => {
    await expect(source({ health }).testDatasource()).rejects.toMatchObject({
      status: 'error',
      message: expect.stringContaining(words),
    });
  });
});

describe('a new query', () => {
  const data = source({});

  it('of an alert rule gives incidents as numbers, and any other something to see', () => {
    expect(data.getDefaultQuery(CoreApp.UnifiedAlerting)).toMatchObject({ kind: 'incidents', format: 'numeric' });
    expect(data.getDefaultQuery(CoreApp.Explore)).toMatchObject({ kind: 'realAndPredicted', measurement: 'radius' });
  });

  it('of annotations shows incidents that have ended too', () => {
    expect(data.annotations.getDefaultQuery?.()).toMatchObject({ kind: 'incidents', state: 'all' });
  });

  it('is asked unless it is hidden', () => {
    expect(data.filterQuery({ refId: 'A' })).toBe(true);
    expect(data.filterQuery({ refId: 'A', hide: true })).toBe(false);
  });

  it('is narrowed by a value that is clicked on', () => {
    const action = { type: 'ADD_FILTER', options: { key: 'device', value: 'b' } };
    expect(data.modifyQuery({ refId: 'A', tags: { nas: 'x' } }, action).tags).toEqual({ nas: 'x', device: 'b' });
    expect(data.modifyQuery({ refId: 'A' }, { type: 'ELSE' })).toEqual({ refId: 'A' });
  });
});
