import { act, renderHook } from '@testing-library/react';
import { NEVER, Observable, of, throwError } from 'rxjs';

import { PERIOD, presageUid, resourceUrl, useAnswer } from './useAnswer';

const mockFetch = jest.fn<Observable<unknown>, [{ url: string }]>();
let mockSources: Array<{ uid: string }> = [];
jest.mock('@grafana/runtime', () => ({
  getBackendSrv: () => ({ fetch: mockFetch }),
  getDataSourceSrv: () => ({ getList: () => mockSources }),
}));

const answers = (data: unknown) => of({ data });
const fails = (detail: string, status = 503) => throwError(() => ({ status, data: { detail } }));
const after = (milliseconds: number) => act(() => jest.advanceTimersByTimeAsync(milliseconds));

beforeEach(() => {
  jest.useFakeTimers();
  mockFetch.mockReset();
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('an answer', () => {
  it('is asked for at once, and again each period', async () => {
    mockFetch.mockReturnValueOnce(answers(1)).mockReturnValue(answers(2));
    const { result } = renderHook(() => useAnswer<number>('/a'));
    expect(result.current).toMatchObject({ answer: undefined, problem: undefined });
    await after(0);
    expect(result.current.answer).toBe(1);
    await after(PERIOD);
    expect(result.current.answer).toBe(2);
  });

  it('stays, under the words of what is wrong, while there is no newer one', async () => {
    mockFetch.mockReturnValueOnce(answers(1)).mockReturnValueOnce(fails('The store is away.'));
    mockFetch.mockReturnValue(answers(3));
    const { result } = renderHook(() => useAnswer<number>('/a'));
    await after(PERIOD);
    expect(result.current).toMatchObject({ answer: 1, problem: 'The store is away.' });
    await after(PERIOD);
    expect(result.current).toMatchObject({ answer: 3, problem: undefined });
  });

  it('is never that to another question', async () => {
    mockFetch.mockImplementation(({ url }) => (url === '/a' ? answers('a') : NEVER));
    const { result, rerender } = renderHook(({ url }) => useAnswer<string>(url), { initialProps: { url: '/a' } });
    await after(0);
    expect(result.current.answer).toBe('a');
    rerender({ url: '/b' });
    await after(0);
    expect(result.current.answer).toBeUndefined();
  });

  it('may be made of a failure', async () => {
    mockFetch.mockReturnValue(fails('no such incident', 404));
    const read = (failure: unknown) => ((failure as { status: number }).status === 404 ? 'none' : undefined);
    const { result } = renderHook(() => useAnswer<string>('/a', read));
    await after(0);
    expect(result.current).toMatchObject({ answer: 'none', problem: undefined });
  });

  it('is given up, and not asked for again, when the page is left', async () => {
    let givenUp = false;
    mockFetch.mockReturnValue(new Observable(() => () => (givenUp = true)));
    const { unmount } = renderHook(() => useAnswer('/a'));
    await after(0);
    unmount();
    expect(givenUp).toBe(true);
    await after(3 * PERIOD);
    expect(mockFetch).toHaveBeenCalledTimes(1);
  });

  it('is not asked for while nobody looks, nor where there is no data source', async () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    mockFetch.mockReturnValue(answers(1));
    renderHook(() => useAnswer('/a'));
    renderHook(() => useAnswer(undefined));
    await after(2 * PERIOD);
    expect(mockFetch).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    await after(PERIOD);
    expect(mockFetch).toHaveBeenCalledTimes(1);
  });
});

describe('the data source', () => {
  it('is the first of Presage, and asked under its uid', () => {
    mockSources = [];
    expect(presageUid()).toBeUndefined();
    mockSources = [{ uid: 'one/1' }, { uid: 'two' }];
    expect(presageUid()).toBe('one/1');
    expect(resourceUrl('one/1', 'devices')).toBe('/api/datasources/uid/one%2F1/resources/api/v1/devices');
  });
});
