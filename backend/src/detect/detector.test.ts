import { describe, expect, test } from 'vitest';
import { answeredSeries, cpuSeries, interfaceSeries, memorySeries } from '../model/device-series.ts';
import type { Alarm } from '../model/incident.ts';
import { HOUR } from '../model/targets.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';
import type { LimitsOf } from './limits.ts';
import { forecast, link, minute, SPEED, samples, sessions, short, thermometer } from './suite.ts';

const kinds = loadKinds();
const create = (limits?: LimitsOf) => createDetector(limits ? { kinds, limits } : { kinds });
const answered = answeredSeries('switch');
const ofSpeed = (percent: number) => (percent / 100) * SPEED;
/** An hour of forecasts without a cause for alarm. */
const coolFrom = (first: number) =>
  Array.from({ length: 12 }, (_, index) => forecast(thermometer, first + 5 * index, () => 50));
const rising = (at: number) => 60.1 + at / 6;

describe('what is measured', () => {
  const unboundedLink = interfaceSeries('switch', 'port2', 'in_bits_per_second', null);
  test.each([
    ['a link above 90 % of its speed', link, [89, 91, 92, 85, 79, 78, 77].map(ofSpeed), 'active 2|clearing 4|clear 6'],
    ['a link without a known speed', unboundedLink, [91, 92, 93].map(ofSpeed), ''],
    ['an overheating', thermometer, [69, 71, 72, 66, 65, 64, 63], 'active 2|clearing 4|clear 6'],
    [
      'an overloaded processor',
      cpuSeries('switch', 'cpu1'),
      [95, 95, 80, 91, 80, 70, 60],
      'active 1|clearing 2|active 3|clearing 4|clear 6',
    ],
    ['one busy minute', cpuSeries('switch', 'cpu1'), [20, 99, 20, 99, 20], ''],
    [
      'a memory that fills up',
      memorySeries('switch', 'ram'),
      [89, 90.5, 91, 86, 85, 85, 85],
      'active 2|clearing 4|clear 6',
    ],
    ['a device that is down', answered, [1, 0, 0, 0, 1, 1], 'active 2|clearing 4|clear 5'],
    ['one lost poll', answered, [1, 0, 1, 0, 1], ''],
    ['missing samples', thermometer, [60, undefined, undefined, 60], ''],
    ['a gap in an alarm', thermometer, [75, 75, undefined, undefined, 75], 'active 1'],
    ['an alarm that grows much worse', thermometer, [71, 71, 72, 73, 74, 75, 79], 'active 1|active 5|active 6'],
  ])('%s', (_name, series, values, expected) => {
    expect(short(create().observe(samples(series, values))).join('|')).toBe(expected);
  });

  test('an alarm says what, where, since when and how bad', () => {
    expect(create().observe(samples(link, [50, 91, 92].map(ofSpeed)))).toEqual([
      {
        ...{ kind: 'link-load', resource: { device: 'switch', component: 'port1' }, qualifier: 'in' },
        ...{ condition: 'active', severity: 'major', since: minute(1), time: minute(2) },
        series: { measurement: 'interface', tags: link.tags, field: 'in_bits_per_second' },
        ...{ unit: 'bits/s', value: 920_000, threshold: 900_000, expected: null, probability: null, expectedAt: null },
      },
    ]);
  });

  test('the directions of a link are alarms of their own', () => {
    const out = interfaceSeries('switch', 'port1', 'out_bits_per_second', SPEED);
    const alarms = create().observe([...samples(link, [SPEED, SPEED]), ...samples(out, [SPEED, SPEED])]);
    expect(alarms.map(({ qualifier }) => qualifier)).toEqual(['in', 'out']);
  });

  test('series that no kind looks at are left alone', () => {
    const errors = interfaceSeries('switch', 'port1', 'in_errors_per_second', null);
    const averaged = { ...thermometer, tags: { ...thermometer.tags, step: '5m' } };
    expect(create().observe([...samples(errors, [1e9, 1e9]), ...samples(averaged, [99, 99])])).toEqual([]);
  });

  test('alarms of several series come in the order of their times', () => {
    const alarms = create().observe([...samples(thermometer, [50, 50, 80, 80]), ...samples(answered, [0, 0, 0, 0])]);
    expect(alarms.map(({ kind }) => kind)).toEqual(['device-down', 'temperature']);
  });
});

describe('limits of one resource', () => {
  const limits: LimitsOf = (kind, { component }) => {
    if (component !== 'chassis') return undefined;
    return kind === 'temperature' ? { above: 40, raiseAfter: 1 } : false;
  };
  test('move a threshold and its hysteresis', () => {
    const alarms = create(limits).observe(samples(thermometer, [41, 36, 35, 35, 35]));
    expect(short(alarms)).toEqual(['active 0', 'clearing 2', 'clear 4']);
  });

  test('turn a kind off', () => {
    const hot = cpuSeries('switch', 'chassis');
    expect(create(limits).observe(samples(hot, [99, 99, 99]))).toEqual([]);
    expect(create(limits).observe(samples(cpuSeries('switch', 'other'), [99, 99, 99]))).toHaveLength(1);
  });
});

describe('sessions against what was expected', () => {
  const steady = (_at: number) => 1000;
  /** Minutes 0–59 as expected, then `values`; a forecast each five minutes that is taught by what it sees. */
  function run(values: readonly number[], expected = steady, { hourly = true, width = 50 } = {}): Alarm[] {
    const detector = create();
    const all = [...Array.from({ length: 60 }, (_, at) => expected(at)), ...values];
    if (hourly) detector.foresee([forecast(sessions, 0, expected, { step: HOUR, width })]);
    return all.flatMap((value, at) => {
      if (at % 5 === 0) {
        const taught = (to: number) => (expected(to) * all[Math.max(0, at - 1)]!) / expected(Math.max(0, at - 1));
        detector.foresee([forecast(sessions, at, taught, { width })]);
      }
      return detector.observe(samples(sessions, [value], at));
    });
  }
  const times = (count: number, value: number) => Array.from({ length: count }, () => value);

  test('a fall raises at once and clears when 85 % are back', () => {
    const alarms = run([...times(20, 300), ...times(5, 840), ...times(3, 860)]);
    expect(short(alarms)).toEqual(['active 60', 'clearing 85', 'clear 86']);
    expect(alarms[0]).toMatchObject({
      value: 300,
      expected: 1000,
      threshold: 700,
      severity: 'critical',
      since: minute(60),
    });
    expect(alarms[0]).toMatchObject({ resource: { nas: '10.0.0.1' }, qualifier: 'billing' });
  });

  test('a fall that stays does not teach itself: it lasts a day, first by the fine forecast, then by the hourly one', () => {
    expect(short(run(times(25 * 60, 300)))).toEqual(['active 60', `clear ${24 * 60}`]);
  });

  test('a fall over half an hour is seen although forecasts follow it', () => {
    const [first, ...others] = run(Array.from({ length: 60 }, (_, index) => Math.max(200, 1000 - 27 * index)));
    expect(first).toMatchObject({ condition: 'active', expected: 1000, time: minute(72) });
    expect(others.every(({ condition }) => condition === 'active')).toBe(true);
  });

  test('without an hourly forecast a fall is the new normal after two hours', () => {
    expect(short(run(times(5 * 60, 300), steady, { hourly: false }))).toEqual(['active 60', 'clear 150']);
  });

  test('a nightly decline that was forecast raises nothing', () => {
    const night = (at: number) => 1000 - 6 * at;
    expect(
      run(
        Array.from({ length: 90 }, (_, index) => night(60 + index)),
        night,
      ),
    ).toEqual([]);
  });

  test.each([
    ['less than 30 %', 720, 1000, 1],
    ['fewer than ten sessions', 8, 17, 1],
    ['what the interval holds', 55, 100, 50],
  ])('a fall of %s raises nothing', (_name, value, expected, width) => {
    expect(run(times(10, value), () => expected, { width })).toEqual([]);
  });

  test('without any forecast nothing is said', () => {
    expect(create().observe(samples(sessions, [1000, 1000, 0, 0, 0]))).toEqual([]);
  });

  test('after a restart a fall goes on against what was expected then', () => {
    const [open] = run(times(3, 300));
    const detector = create();
    detector.restore([open!]);
    // Made since, and taught by the fall: it must not count.
    detector.foresee([forecast(sessions, 75, () => 300), forecast(sessions, 80, () => 300)]);
    expect(short(detector.observe(samples(sessions, times(30, 300), 90)))).toEqual([]);
    expect(short(detector.observe(samples(sessions, times(2, 900), 120)))).toEqual(['clearing 120', 'clear 121']);
  });
});

describe('what is predicted', () => {
  test('a threshold that will be crossed, with probability and time', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60]));
    expect(detector.foresee([forecast(thermometer, 0, rising)])).toEqual([]);
    const [alarm, ...others] = detector.foresee([forecast(thermometer, 5, rising)]);
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      kind: 'temperature',
      condition: 'predicted',
      severity: 'warning',
      value: 60,
      threshold: 70,
    });
    expect(alarm!.since).toBe(minute(0));
    expect(alarm!.expectedAt).toBe(minute(60));
    expect(alarm!.probability).toBeGreaterThan(0.99);
  });

  test('the hourly forecast predicts as well', () => {
    const detector = create();
    const hourly = [0, 60].flatMap((at) =>
      detector.foresee([forecast(thermometer, at, (to) => 60.1 + to / 60, { step: HOUR })]),
    );
    expect(short(hourly)).toEqual(['predicted 60']);
    expect(hourly[0]!.expectedAt).toBe(minute(600));
  });

  test('percent of a bound count from the bound of the forecast', () => {
    const detector = create();
    const filling = (at: number) => ofSpeed(70.1 + at / 3);
    const alarms = [0, 5].flatMap((at) => detector.foresee([forecast(link, at, filling, { width: ofSpeed(2) })]));
    expect(alarms).toMatchObject([
      { kind: 'link-load', qualifier: 'in', threshold: ofSpeed(90), expectedAt: minute(60) },
    ]);
  });

  test('a prediction that comes true is the same alarm, and is not predicted again while it lasts', () => {
    const detector = create();
    const alarms = Array.from({ length: 70 }, (_, at) => [
      ...(at % 5 === 0 ? detector.foresee([forecast(thermometer, at, rising)]) : []),
      ...detector.observe(samples(thermometer, [rising(at)], at)),
    ]).flat();
    expect(short(alarms)).toEqual(['predicted 5', 'active 61']);
    expect(alarms[1]).toMatchObject({ severity: 'major', probability: null, expectedAt: null, since: minute(60) });
  });

  test('small changes are kept quiet, larger ones told', () => {
    const detector = create();
    const at = (made: number, crossing: number) =>
      detector.foresee([forecast(thermometer, made, (to) => 70.1 + (to - crossing) / 6)]);
    expect([at(0, 100), at(5, 100), at(10, 103), at(15, 60)].map((alarms) => short(alarms))).toEqual([
      [],
      ['predicted 5'],
      [],
      ['predicted 15'],
    ]);
  });

  test('it ends when several forecasts do not hold it any more', () => {
    const detector = create();
    const cool = coolFrom(10);
    const made = [forecast(thermometer, 0, rising), forecast(thermometer, 5, rising), ...cool];
    const alarms = made.flatMap((one) => detector.foresee([one]));
    expect(short(alarms)).toEqual(['predicted 5', 'predicted 10', 'clear 65']);
    expect(alarms[1]!.probability).toBeLessThan(0.01);
    expect(alarms[1]!.expectedAt).toBe(alarms[0]!.expectedAt);
  });

  test('it does not end while the forecast of the other step holds it', () => {
    const detector = create();
    const hourly = (made: number, celsius: number) =>
      detector.foresee([forecast(thermometer, made, () => celsius, { step: HOUR })]);
    expect(short([hourly(0, 75), hourly(60, 75), hourly(120, 70)].flat())).toEqual(['predicted 60', 'predicted 120']);
    expect(coolFrom(120).flatMap((made) => detector.foresee([made]))).toEqual([]);
    expect(short(hourly(180, 50))).toEqual(['clear 180']);
  });

  test('a probability between raise and keep neither begins nor ends it', () => {
    const even = (made: number) => forecast(thermometer, made, () => 70);
    const unsure = create();
    expect([0, 5, 10, 15].flatMap((made) => unsure.foresee([even(made)]))).toEqual([]);
    const sure = create();
    sure.foresee([forecast(thermometer, 0, rising)]);
    expect(short(sure.foresee([forecast(thermometer, 5, rising)]))).toEqual(['predicted 5']);
    const told = [10, 15, 20, 25, 30].flatMap((made) => sure.foresee([even(made)]));
    expect(told.filter(({ condition }) => condition === 'clear')).toEqual([]);
  });

  test('forecasts whose time has passed say nothing', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60], 300));
    expect(detector.foresee([0, 5, 10, 15].map((made) => forecast(thermometer, made, rising)))).toEqual([]);
  });

  test('nor do those that newer ones should have followed long ago', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60], 50));
    const late = (made: number) => forecast(thermometer, made, (to) => (to < 110 ? 50 : 75));
    expect([5, 10].flatMap((made) => detector.foresee([late(made)]))).toEqual([]);
    expect(short([25, 30].flatMap((made) => detector.foresee([late(made)])))).toEqual(['predicted 50']);
  });

  test('of a late forecast only what is still to come counts', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60], 20));
    const early = (made: number) => forecast(thermometer, made, (to) => (to < 20 ? 75 : 50));
    expect([0, 5, 10].flatMap((made) => detector.foresee([early(made)]))).toEqual([]);
  });

  test('of a burst of forecasts only the outcome is told', () => {
    const detector = create();
    const burst = [0, 5, 10, 15, 20].map((made) => forecast(thermometer, made, made < 10 ? rising : () => 50));
    expect(detector.foresee(burst)).toEqual([]);
  });

  test('one sample beyond is not a prediction', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60, 75], 9));
    expect([10, 15].flatMap((made) => detector.foresee([forecast(thermometer, made, () => 75)]))).toEqual([]);
  });

  test('what was learnt during an alarm does not predict the next one', () => {
    const detector = create();
    detector.observe(samples(thermometer, [75, 75, 60, 60, 60], 10));
    const before = [10, 14].map((made) => forecast(thermometer, made, () => 75));
    expect(detector.foresee(before)).toEqual([]);
    expect(short([20, 25].flatMap((made) => detector.foresee([forecast(thermometer, made, () => 75)])))).toEqual([
      'predicted 25',
    ]);
  });

  test('an hourly forecast that repeats one fault of the week says nothing, one that repeats a rhythm does', () => {
    const hourly = (made: number, alarmHour: number) =>
      forecast(thermometer, made, (to) => (Math.floor(to / 60) === alarmHour ? 75 : 50), { step: HOUR });
    const detector = create();
    const fault = (hour: number) => detector.observe(samples(thermometer, [75, 75, 50, 50, 50], hour * 60));
    const predict = (from: number, alarmHour: number) =>
      [from, from + 1].flatMap((hour) => detector.foresee([hourly(hour * 60, alarmHour)]));
    fault(10);
    expect(predict(12, 24 + 10)).toEqual([]);
    // The forecast of the next two hours does not lean on yesterday.
    const soon = create();
    soon.observe(samples(thermometer, [75, 75, 50, 50, 50], 600));
    const sure = [0, 5].flatMap((at) => soon.foresee([forecast(thermometer, 1440 + 570 + at, () => 75)]));
    expect(sure).toMatchObject([{ condition: 'predicted', expectedAt: minute(1440 + 575) }]);
    expect(short(predict(16, 24 + 14))).toEqual([`predicted ${17 * 60}`]);
    fault(24 + 10);
    const [rhythm] = predict(24 + 12, 48 + 10);
    expect(rhythm).toMatchObject({ condition: 'predicted', expectedAt: minute((48 + 10) * 60) });
  });

  test('devices are not predicted to die', () => {
    const detector = create();
    expect([0, 5, 10].flatMap((at) => detector.foresee([forecast(answered, at, () => 0)]))).toEqual([]);
  });

  test('without news it ends long after the expected time, or when the series is silent too', () => {
    const waiting = create();
    const predict = (detector: typeof waiting) =>
      [0, 5].flatMap((made) => detector.foresee([forecast(thermometer, made, rising)]));
    expect(predict(waiting)).toHaveLength(1);
    const alarms = Array.from({ length: 120 }, (_, at) => [
      ...waiting.observe(samples(thermometer, [60], 6 + at)),
      ...waiting.tick(minute(6 + at)),
    ]).flat();
    expect(short(alarms)).toEqual(['clear 91']);

    const silent = create();
    silent.observe(samples(thermometer, [60], 5));
    predict(silent);
    expect(short([20, 30, 36, 40].flatMap((at) => silent.tick(minute(at))))).toEqual(['clear 36']);
  });
});

describe('silence', () => {
  const ticks = (detector: ReturnType<typeof create>, from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => detector.tick(minute(from + at))).flat();

  test('a device that is not polled any more counts as down, until it answers', () => {
    const detector = create();
    detector.observe(samples(answered, [1, 1, 1]));
    const [alarm, ...others] = ticks(detector, 2, 20);
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      kind: 'device-down',
      condition: 'active',
      since: minute(3),
      time: minute(5),
      value: null,
    });
    expect(short(detector.observe(samples(answered, [1, 1], 20)))).toEqual(['clearing 20', 'clear 21']);
  });

  test('a device that is polled more seldom is waited for as much longer', () => {
    const detector = create();
    detector.observe(samples(answered, [1, undefined, undefined, undefined, undefined, 1]));
    expect(short(ticks(detector, 5, 40))).toEqual(['active 20']);
  });

  test('a device that never answered, and a program that slept, are no silence', () => {
    const detector = create();
    expect(ticks(detector, 0, 60)).toEqual([]);
    detector.observe(samples(answered, [1, 1], 60));
    expect(detector.tick(minute(200))).toEqual([]);
    expect(detector.observe(samples(answered, [1], 200))).toEqual([]);
    expect(ticks(detector, 201, 203)).toEqual([]);
  });

  test('a sample from the future stops nothing else, and is forgotten', () => {
    const detector = create();
    const day = 24 * 60;
    detector.observe([...samples(thermometer, [60], 400 * day), ...samples(answered, [1])]);
    detector.tick(minute(1));
    expect([0, 5].flatMap((made) => detector.foresee([forecast(link, made, () => SPEED)]))).toHaveLength(1);
    expect(short(detector.observe(samples(thermometer, [75, 75], 2)))).toEqual(['active 3']);
  });

  test('other kinds hold their state for a day, and then forget', () => {
    const detector = create();
    expect(short(detector.observe(samples(thermometer, [80, 80])))).toEqual(['active 1']);
    expect(ticks(detector, 2, 24 * 60)).toEqual([]);
    expect(short(ticks(detector, 24 * 60, 25 * 60))).toEqual([`clear ${24 * 60 + 2}`]);
  });
});

describe('a restart', () => {
  const hot = () => create().observe(samples(thermometer, [80, 80]));

  test('opens nothing twice and clears in the ordinary way', () => {
    const detector = create();
    detector.restore(hot());
    expect(detector.observe(samples(thermometer, [80, 80, 66], 30))).toEqual([]);
    expect(short(detector.observe(samples(thermometer, [60, 60, 60], 33)))).toEqual(['clearing 33', 'clear 35']);
  });

  test('of several days does not clear at once', () => {
    const detector = create();
    detector.restore(hot());
    expect(detector.tick(minute(5000))).toEqual([]);
    expect(short(detector.observe(samples(thermometer, [60, 60, 60], 5001)))).toEqual(['clearing 5001', 'clear 5003']);
  });

  test('goes on with a prediction, which comes true or ends', () => {
    const before = create();
    const [predicted] = [0, 5].flatMap((made) => before.foresee([forecast(thermometer, made, rising)]));
    const [fulfilled, ended] = [create(), create()];
    for (const detector of [fulfilled, ended]) detector.restore([predicted!]);
    expect(short(fulfilled.observe(samples(thermometer, [80, 80], 20)))).toEqual(['active 21']);
    const cool = coolFrom(20).flatMap((made) => ended.foresee([made]));
    expect(short(cool).at(-1)).toBe('clear 75');
  });

  test('ends what is not heard of again for a day', () => {
    const detector = create();
    detector.restore(hot());
    const alarms = Array.from({ length: 26 }, (_, hour) => detector.tick(minute(5000 + hour * 60))).flat();
    expect(short(alarms)).toEqual([`clear ${5000 + 25 * 60}`]);
  });

  test('takes no sample twice', () => {
    const detector = create();
    detector.restore(hot());
    expect(detector.observe(samples(thermometer, [50, 50], 0))).toEqual([]);
  });

  test('knows what only repeats an alarm of before', () => {
    const dayAfter = 24 * 60;
    const hourly = (made: number) =>
      forecast(thermometer, made, (target) => (target === dayAfter + 600 ? 90 : 40), { step: HOUR });
    const evaluated = (detector: ReturnType<typeof create>) =>
      [60, 120, 180].flatMap((made) => detector.foresee([hourly(dayAfter + made)]));
    const [active] = hot();
    const ended = { ...active!, condition: 'clear', since: minute(590), time: minute(640) } as const;
    const [knowing, unknowing] = [create(), create()];
    knowing.restore([ended]);
    unknowing.restore([]);
    expect(evaluated(knowing)).toEqual([]);
    expect(evaluated(unknowing)).not.toEqual([]);
    expect(knowing.tick(minute(dayAfter + 200))).toEqual([]);
  });

  test('clears what no kind looks at any more', () => {
    const detector = create(() => false);
    detector.restore(hot());
    expect(short(detector.tick(minute(9)))).toEqual(['clear 9']);
    expect(detector.tick(minute(10))).toEqual([]);
  });
});
