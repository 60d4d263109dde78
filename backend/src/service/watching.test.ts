import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createDetector } from '../detect/detector.ts';
import { loadKinds } from '../detect/kinds.ts';
import { answeredSeries, interfaceSeries } from '../model/device-series.ts';
import type { Alarm } from '../model/incident.ts';
import type { Series } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { manualClock } from '../test/manual-clock.ts';
import { startWatching } from './watching.ts';

const START = Date.UTC(2026, 0, 5);

/** What is alarmed of samples that are each handed over so long after the begin of their step. */
async function alarmed(series: Series, values: readonly number[], late: number): Promise<Alarm['condition'][]> {
  const clock = manualClock(START);
  const alarms: Alarm[] = [];
  const take = (taken: readonly Alarm[]) => {
    alarms.push(...taken);
    return [];
  };
  const watching = startWatching({
    detector: createDetector({ kinds: loadKinds() }),
    incidents: { take, forget: () => [], operate: () => [] },
    isKnown: () => true,
    clock,
    logger: pino({ enabled: false }),
  });
  await clock.advance(late);
  for (const value of values) {
    watching.measured([{ series, times: [clock.now() - late], values: [value] }]);
    await clock.advance(series.step);
  }
  return alarms.map(({ condition }) => condition);
}

describe('samples are watched', () => {
  const answered = (step: number): Series => ({ ...answeredSeries('switch'), step });
  const link = (step: number): Series => ({
    ...interfaceSeries({ device: 'switch', component: 'p1' }, 'in_bits_per_second', 100),
    step,
  });

  test.each([
    ['a level polled each minute', answered(MINUTE), [1, 0, 0], MINUTE],
    ['a level polled each hour, at the end of its step', answered(HOUR), [1, 0, 0], HOUR - MINUTE],
    ['a flow polled each hour, known a poll after the end of its step', link(HOUR), [10, 95, 95], 2 * HOUR - MINUTE],
  ])('%s', async (_, series, values, late) => {
    expect(await alarmed(series, values, late)).toEqual(['active']);
  });

  test('but not those of the past', async () => {
    expect(await alarmed(answered(MINUTE), [1, 0, 0], 30 * MINUTE)).toEqual([]);
  });
});
