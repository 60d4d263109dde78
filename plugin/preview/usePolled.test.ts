import { act, renderHook } from '@testing-library/react';

import { usePolled } from './usePolled';

const everySecond = () => 1000;

describe('reading again and again', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const pass = (time: number) => act(() => jest.advanceTimersByTimeAsync(time));

  it('shows what was read last', async () => {
    let count = 0;
    const read = async () => ++count;
    const { result } = renderHook(() => usePolled(read, everySecond));
    expect(result.current.value).toBeUndefined();
    await pass(0);
    expect(result.current.value).toBe(1);
    await pass(2000);
    expect(result.current.value).toBe(3);
  });

  it('reads at once when asked, but never twice at a time', async () => {
    let [running, most, count] = [0, 0, 0];
    const read = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 300));
      running--;
      return ++count;
    };
    const { result } = renderHook(() => usePolled(read, everySecond));
    await pass(100);
    act(() => result.current.refresh());
    act(() => result.current.refresh());
    await pass(1000);
    expect(result.current.value).toBe(2);
    act(() => result.current.refresh());
    await pass(300);
    expect(result.current.value).toBe(3);
    expect(most).toBe(1);
  });

  it('keeps the value and says since when the backend is away, until it is back', async () => {
    let away = false;
    const read = async () => {
      if (away) {
        throw new Error('away');
      }
      return 'value';
    };
    const { result } = renderHook(() => usePolled(read, everySecond));
    await pass(0);
    away = true;
    await pass(1000);
    const since = result.current.awaySince;
    expect(since).toBe(Date.now());
    await pass(10_000);
    expect(result.current).toMatchObject({ value: 'value', awaySince: since });
    away = false;
    await pass(20_000);
    expect(result.current.awaySince).toBeUndefined();
  });

  it('reads nothing while there is nothing to read, and nothing after it is gone', async () => {
    let count = 0;
    const read = async () => ++count;
    const { rerender, unmount } = renderHook(({ active }) => usePolled(active ? read : undefined, everySecond), {
      initialProps: { active: false },
    });
    await pass(5000);
    expect(count).toBe(0);
    rerender({ active: true });
    await pass(0);
    expect(count).toBe(1);
    unmount();
    await pass(5000);
    expect(count).toBe(1);
  });
});
