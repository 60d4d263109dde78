import { describe, expect, test } from 'vitest';
import { answeredSeries, cpuSeries, interfaceSeries, memorySeries } from '../model/device-series.ts';
import { qualitySeries } from '../model/forecast-quality.ts';
import type { Alarm } from '../model/incident.ts';
import { HOUR } from '../model/targets.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';
import type { LimitsOf } from './limits.ts';
import {
  coolFrom,
  forecast,
  link,
  minute,
  ofSpeed,
  rising,
  SPEED,
  samples,
  sessions,
  short,
  thermometer,
} from './suite.ts';

const kinds = loadKinds();
const create = (limits?: LimitsOf) => createDetector(limits ? { kinds, limits } : { kinds });
const answered = answeredSeries('switch');

describe('what is measured', () => {
  const unboundedLink = interfaceSeries({ device: 'switch', component: 'port2' }, 'in_bits_per_second', null);
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
    const out = interfaceSeries({ device: 'switch', component: 'port1' }, 'out_bits_per_second', SPEED);
    const alarms = create().observe([...samples(link, [SPEED, SPEED]), ...samples(out, [SPEED, SPEED])]);
    expect(alarms.map(({ qualifier }) => qualifier)).toEqual(['in', 'out']);
  });

  test('series that no kind looks at are left alone', () => {
    const errors = interfaceSeries({ device: 'switch', component: 'port1' }, 'in_errors_per_second', null);
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

describe('what is forgotten', () => {
  test('is silent, and looked at by new limits when it comes again', () => {
    let above = 70;
    const detector = create((kind) => (kind === 'temperature' ? { above } : undefined));
    expect(short(detector.observe(samples(thermometer, [75, 75])))).toEqual(['active 1']);
    expect(short(detector.observe(samples(answered, [1, 1])))).toEqual([]);
    detector.forget(({ device }) => device === 'switch');
    expect(detector.tick(minute(60))).toEqual([]);
    above = 80;
    const later = (values: number[]) =>
      samples(thermometer, values).map((block) => ({ ...block, times: block.times.map((time) => time + HOUR) }));
    expect(detector.observe(later([75, 75, 75]))).toEqual([]);
  });

  test('can be turned on where it was off', () => {
    let off = true;
    const detector = create(() => (off ? false : undefined));
    expect(detector.observe(samples(thermometer, [75, 75]))).toEqual([]);
    off = false;
    detector.forget(() => true);
    expect(short(detector.observe(samples(thermometer, [75, 75])))).toEqual(['active 1']);
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

describe('forecasts that are not to be trusted', () => {
  const numbers = [0, 3, 5, 0, 0];
  test.each([
    ['of a device', { device: 'switch' }, { device: 'switch' }, ''],
    ['of a NAS', { nas: '10.0.0.1', source: 'billing' }, { nas: '10.0.0.1' }, 'billing'],
    ['of a log source', { source: 'billing' }, {}, 'billing'],
    ['of the network', {}, {}, ''],
  ])('%s are one alarm while there are any, whatever their number', (_, tags, resource, qualifier) => {
    const series = qualitySeries(tags, 'untrusted');
    const detector = create();
    const alarms = numbers.flatMap((value, hour) =>
      detector.observe([{ series, times: [minute(60 * hour)], values: [value] }]),
    );
    expect(alarms.map(({ condition }) => condition)).toEqual(['active', 'active', 'clear']);
    expect(alarms[0]).toMatchObject({ kind: 'forecast-untrusted', severity: 'minor', resource, qualifier, value: 3 });
  });
});
