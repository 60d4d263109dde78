import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answeredSeries } from '../model/device-series.ts';
import { type Alarm, alarmKey } from '../model/incident.ts';
import type { Batch, Series } from '../model/series.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';
import { forecast, link, minute, SPEED, samples, sessions, thermometer } from './suite.ts';

const kinds = loadKinds();
const create = () => createDetector({ kinds });

/** Levels that lie on every side of a threshold and in its band, of four series; undefined is missing. */
const LEVELS: readonly (readonly [Series, readonly number[]])[] = [
  [thermometer, [60, 65, 67, 70, 71, 90]],
  [link, [0.1, 0.8, 0.85, 0.9, 0.95, 1].map((part) => part * SPEED)],
  [answeredSeries('switch'), [0, 1]],
  [sessions, [0, 300, 690, 710, 840, 860, 1000]],
];
const history: fc.Arbitrary<Batch> = fc
  .tuple(
    ...LEVELS.map(([series, levels]) =>
      fc
        .array(fc.option(fc.constantFrom(...levels), { nil: undefined, freq: 8 }), { minLength: 5, maxLength: 80 })
        .map((values) => samples(series, values)[0]!),
    ),
  )
  .map((blocks) => blocks);

/** Runs samples, of which sessions are expected to be 1,000. */
function run(batches: readonly Batch[]): Alarm[] {
  const detector = create();
  detector.foresee([forecast(sessions, -35, () => 1000)]);
  return batches.flatMap((batch) => detector.observe(batch));
}

const perKey = (alarms: readonly Alarm[]) => Object.groupBy(alarms, alarmKey);

/** The batch cut before these minutes. */
function cut(batch: Batch, minutes: readonly number[]): Batch[] {
  const edges = [Number.NEGATIVE_INFINITY, ...minutes.map(minute), Number.POSITIVE_INFINITY];
  return edges.slice(1).map((to, index) => {
    const from = edges[index]!;
    return batch.map(({ series, times, values }) => {
      const inside = times.flatMap((time, at) => (time >= from && time < to ? [at] : []));
      return { series, times: inside.map((at) => times[at]!), values: inside.map((at) => values[at]!) };
    });
  });
}

const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 80 })).map((minutes) => minutes.toSorted((a, b) => a - b));

describe('whatever is measured', () => {
  test('an alarm opens at most once before it is over, and each message says something new', () => {
    fc.assert(
      fc.property(history, (batch) => {
        for (const alarms of Object.values(perKey(run([batch])))) {
          let before = 'clear';
          let value: number | null = null;
          for (const alarm of alarms!) {
            const allowed = {
              clear: ['active'],
              active: ['active', 'clearing', 'clear'],
              clearing: ['active', 'clear'],
            };
            expect(allowed[before as keyof typeof allowed]).toContain(alarm.condition);
            if (before === 'active' && alarm.condition === 'active') expect(alarm.value).not.toBe(value);
            before = alarm.condition;
            value = alarm.value;
          }
        }
      }),
    );
  });

  test('an opening needs values beyond the threshold, and an end values at the clear level', () => {
    fc.assert(
      fc.property(history, (batch) => {
        for (const alarm of run([batch])) {
          const high = alarm.kind === 'link-load' || alarm.kind === 'temperature';
          const beyond = high ? alarm.value! > alarm.threshold : alarm.value! < alarm.threshold;
          expect(beyond).toBe(alarm.condition === 'active');
        }
      }),
    );
  });

  test('batches cut anywhere give the same alarms', () => {
    fc.assert(
      fc.property(history, cuts, (batch, minutes) => {
        expect(perKey(run(cut(batch, minutes)))).toEqual(perKey(run([batch])));
      }),
    );
  });

  test('samples that are repeated, or older than the newest, change nothing', () => {
    fc.assert(
      fc.property(history, cuts, fc.integer({ min: 0, max: 80 }), (batch, minutes, back) => {
        const parts = cut(batch, minutes);
        const repeated = parts.flatMap((_, index) => [...parts.slice(Math.max(0, index - back), index + 1)]);
        expect(perKey(run(repeated))).toEqual(perKey(run(parts)));
      }),
    );
  });

  test('a restart between any two samples opens nothing twice and remembers since when', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 80 }), (batch, at) => {
        const [first, second] = cut(batch, [at]) as [Batch, Batch];
        const before = run([first]);
        const newest = Object.values(perKey(before)).map((alarms) => alarms!.at(-1)!);
        const open = newest.filter(({ condition }) => condition !== 'clear');
        const detector = create();
        detector.restore(open);
        for (const [key, alarms] of Object.entries(perKey(detector.observe(second)))) {
          const known = open.find((alarm) => alarmKey(alarm) === key);
          const first = alarms![0]!;
          if (!known) expect(first.condition).toBe('active');
          else if (first.condition === 'active' && known.condition === 'active')
            expect(first.value).not.toBe(known.value);
          if (known && first.condition !== 'clear') expect(first.since).toBe(known.since);
        }
      }),
    );
  });

  test('whatever is forecast, a key is never predicted while it is active', () => {
    const level = fc.integer({ min: 40, max: 90 });
    const steps = fc.array(fc.record({ value: level, slope: fc.integer({ min: -3, max: 3 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const detector = create();
        let open = 'clear';
        for (const [at, { value, slope }] of all.entries()) {
          const made = 5 * at;
          const alarms = [
            ...detector.observe(samples(thermometer, [value], made)),
            ...detector.foresee([forecast(thermometer, made, (to) => value + (slope * (to - made)) / 5)]),
            ...detector.tick(minute(made)),
          ];
          for (const { condition, probability } of alarms) {
            if (condition === 'predicted') {
              expect(['clear', 'predicted']).toContain(open);
              expect(probability).toBeGreaterThanOrEqual(0);
              expect(probability).toBeLessThanOrEqual(1);
            }
            if (condition === 'clear') expect(open).not.toBe('clear');
            open = condition;
          }
        }
      }),
    );
  });
});
