import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../model/accounting.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { event, type Line, memoryState, ofNas, runPart, SECOND, type Stored, T0 } from './suite.ts';
import { trafficCounter } from './traffic.ts';

const INTERIM = 10 * MINUTE;
const run = (lines: readonly Line[], place = 'UTC') =>
  runPart((state) => trafficCounter({ source: 'x', zone: zone(place), interimPeriod: INTERIM }, state), lines);
/** The samples of a field, hours counted from T0. */
const hours = (stored: Stored, field: string, nas?: string) =>
  [...(stored.get(`traffic,${nas === undefined ? '' : `nas=${nas},`}source=x ${field}`) ?? [])]
    .map(([time, value]) => [(time - T0) / HOUR, value])
    .sort(([a], [b]) => a! - b!);

/** A log that began long before, goes on long after, and has these lines. */
const within = (...lines: Line[]): Line[] => [T0 - 12 * HOUR, ...lines, T0 + 48 * HOUR];
const sign = (minutes: number, input: number, more: Partial<AccountingRecord> = {}): AccountingRecord =>
  event(T0 + minutes * MINUTE, {
    ...{ inputOctets: input, outputOctets: 10 * input, sessionSeconds: minutes * 60 },
    ...more,
  });
const start = (minutes: number, more: Partial<AccountingRecord> = {}) =>
  sign(minutes, 0, {
    ...{ statusType: 'Start', inputOctets: undefined, outputOctets: undefined, sessionSeconds: undefined },
    ...more,
  });

describe('traffic', () => {
  test('is what the counters of a session have grown by, in the hours in which it was', () => {
    const lines = within(start(30), sign(90, 600, { sessionSeconds: 3600 }), sign(150, 900, { sessionSeconds: 7200 }));
    expect(hours(run(lines), 'input_octets')).toEqual([
      [0, 300],
      [1, 300 + 150],
      [2, 150],
    ]);
    expect(hours(run(lines), 'output_octets', '192.0.2.1')).toEqual([
      [0, 3000],
      [1, 4500],
      [2, 1500],
    ]);
    expect(hours(run(lines), 'output_bits_per_second')[1]![1]).toBeCloseTo((8 * 4500) / 3600, 9);
  });

  test('of the master session only, where there is one, and of the directions where there is none', () => {
    const directions = (minutes: number, input: number, sessionId = 's') =>
      [1, 3].map((direction) => sign(minutes, input / 2, { direction, sessionId }));
    const withMaster = within(start(0), ...directions(20, 100), sign(20, 100), ...directions(40, 300), sign(40, 300));
    const late = within(
      start(0, { direction: 1 }),
      ...directions(20, 100),
      sign(21, 110),
      ...directions(40, 300),
      sign(41, 310),
    );
    const without = within(...directions(0, 0), ...directions(20, 100), ...directions(40, 300));
    for (const [lines, octets] of [
      [withMaster, 300],
      [late, 310],
      [without, 300],
    ] as const) {
      expect(hours(run(lines), 'input_octets')).toEqual([[0, octets]]);
    }
  });

  test('before a session was seen is not known: it counts from the first sign of life on', () => {
    const old = 100 * 3600;
    const lines = within(
      sign(0, 1e9, { sessionSeconds: old }),
      sign(30, 1e9 + 50, { sessionSeconds: old + 1800 }),
      sign(30, 70, { sessionId: 'wholly in the log', sessionSeconds: 1200 }),
    );
    expect(hours(run(lines), 'input_octets')).toEqual([[0, 120]]);
  });

  test('in the first interim period of a log is left out', () => {
    const first = T0 + 5 * MINUTE;
    expect(hours(run([first, start(6), sign(90, 840), T0 + 48 * HOUR]), 'input_octets')).toEqual([[1, 300]]);
  });

  test('waits until every session can have reported, and comes again when it has changed', () => {
    const state = memoryState();
    const own = { row: (key: string) => state.row('traffic', key), rows: () => state.rows('traffic'), blobs: () => [] };
    const part = trafficCounter({ source: 'x', zone: zone('UTC'), interimPeriod: INTERIM }, own);
    const take = (line: AccountingRecord | number) => {
      if (typeof line === 'number') part.other!(line);
      else part.record(line);
      const time = typeof line === 'number' ? line : line.time;
      const { blocks, rows } = part.drain(time);
      state.commit([...rows].map(([key, data]) => ({ part: 'traffic', key, data })));
      const found = blocks.find(({ series }) => series.field === 'input_octets' && !series.tags.nas);
      return found && [...found.times.map((at) => (at - T0) / HOUR), ...found.values];
    };
    expect([T0 - 12 * HOUR, start(0), sign(58, 58)].map(take)).toEqual([undefined, undefined, undefined]);
    expect(take(T0 + 71 * MINUTE)).toBeUndefined();
    expect(take(sign(71, 71))).toBeUndefined();
    expect(take(T0 + 72 * MINUTE)).toEqual([0, 60]);
    // Of a session that is silent for longer than its period, so that its hours change when they are told already.
    expect(take(T0 + 118 * MINUTE)).toBeUndefined();
    expect(take(sign(119, 60, { sessionId: 't' }))).toBeUndefined();
    expect(take(T0 + 121 * MINUTE)).toEqual([0, 90]);
  });

  test('an hour with signs of life but no traffic is zero, and one without is missing', () => {
    const lines = within(start(0), sign(10, 0), sign(190, 0));
    expect(hours(run(lines), 'input_octets')).toEqual([
      [0, 0],
      [3, 0],
    ]);
  });

  test('of a counter without Gigawords goes on beyond 2^32', () => {
    const octetsWrap = true;
    const lines = within(
      start(0),
      sign(10, 4e9, { octetsWrap, outputOctets: 1 }),
      sign(20, 1e9, { octetsWrap, outputOctets: 2 }),
    );
    expect(hours(run(lines), 'input_octets')).toEqual([[0, 1e9 + 2 ** 32]]);
    expect(hours(run(lines), 'output_octets')).toEqual([[0, 2]]);
  });

  test('of a counter that fell is what it has counted since', () => {
    const lines = within(start(0), sign(10, 500), sign(20, 30), sign(30, 80));
    expect(hours(run(lines), 'input_octets')).toEqual([[0, 580]]);
  });

  test('of a session of the same name is all of its own, though it has counted more than the one before', () => {
    const again = (from: number, minutes: number, input: number) =>
      sign(minutes, input, { sessionSeconds: (minutes - from) * 60 });
    const ended = [start(0), sign(10, 500, { statusType: 'Stop' })];
    expect(hours(run(within(...ended, again(11, 31, 700))), 'input_octets')).toEqual([[0, 1200]]);
    const restarted = [start(0), sign(5, 500), ofNas(T0 + 6 * MINUTE, 'On')];
    expect(hours(run(within(...restarted, start(7), again(7, 27, 700))), 'input_octets')).toEqual([[0, 1200]]);
  });

  test('of a Stop that comes again for hours counts once', () => {
    const stop = sign(10, 500, { statusType: 'Stop' });
    const again = Array.from({ length: 50 }, (_, index) => ({ ...stop, time: stop.time + index * 5 * MINUTE }));
    expect(hours(run(within(start(0), ...again)), 'input_octets').filter(([, value]) => value !== 0)).toEqual([
      [0, 500],
    ]);
  });

  test('of the hours of the wall, where clocks change too', () => {
    const change = Date.parse('2026-10-25T00:00:00Z');
    const at = (minutes: number, input: number) =>
      event(change + minutes * MINUTE, { inputOctets: input, sessionSeconds: minutes * 60 });
    const lines = [change - 12 * HOUR, { ...at(0, 0), statusType: 'Start' as const }, at(240, 240), change + 48 * HOUR];
    expect(hours(run(lines, 'Europe/Berlin'), 'input_octets').map(([, value]) => value)).toEqual([60, 60, 60, 60, 0]);
  });
});

describe('sessions without traffic', () => {
  test('are a Stop without octets, and an Alive whose octets have not moved', () => {
    const lines = within(
      ...[start(0), sign(10, 5), sign(20, 5), sign(30, 5), sign(40, 5, { statusType: 'Stop' })],
      ...[start(0, { sessionId: 't' }), sign(10, 0, { sessionId: 't', statusType: 'Stop' })],
      sign(11, 0, { sessionId: 't', statusType: 'Stop', sessionSeconds: 600 }),
    );
    expect(hours(run(lines), 'zero_traffic_reports')).toEqual([[0, 3]]);
    expect(hours(run(lines), 'zero_traffic_percent')).toEqual([]);
  });

  test('have a percentage of fifty reports or more', () => {
    const lines = Array.from({ length: 60 }, (_, index) => String(index)).flatMap((sessionId) => [
      start(0, { sessionId }),
      sign(10, 5, { sessionId }),
      sign(20, Number(sessionId) < 15 ? 5 : 6, { sessionId }),
    ]);
    expect(hours(run(within(...lines)), 'zero_traffic_percent', '192.0.2.1')).toEqual([[0, 12.5]]);
  });
});

/** How one session of a NAS goes, and how its lines come into the log. */
const course = fc.record({
  nas: fc.constantFrom('192.0.2.1', '192.0.2.2'),
  id: fc.nat({ max: 5 }),
  begin: fc.nat({ max: 20 * 3600 }),
  /** Seconds until each sign of life, octets that went meanwhile. */
  signs: fc.array(
    fc.record({
      after: fc.integer({ min: 60, max: 4000 }),
      input: fc.nat({ max: 2 ** 31 }),
      output: fc.nat({ max: 2 ** 31 }),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  ),
  stops: fc.boolean(),
  /** As parts of a thousand, told by directions in place of a master where that is missing. */
  share: fc.option(fc.nat({ max: 1000 }), { nil: undefined }),
  withMaster: fc.boolean(),
  started: fc.boolean(),
});
const delivery = fc.record({
  jitter: fc.integer({ min: 0, max: 3 * SECOND }),
  again: fc.option(fc.nat({ max: 50 * SECOND }), { nil: undefined }),
});

/** The lines of a session, and what went in it as far as it has told. */
function session(
  { nas, id, begin, signs, stops, share, withMaster, started }: typeof course extends fc.Arbitrary<infer T> ? T : never,
  index: number,
  wraps: boolean,
) {
  const sessionId = `${id} ${index}`;
  const directions = share === undefined ? [] : [1, 2];
  const masters = withMaster || share === undefined ? [undefined] : [];
  const counter = (octets: number) => (wraps ? octets % 2 ** 32 : octets);
  const lines: AccountingRecord[] = [];
  let [seconds, input, output] = [0, 0, 0];
  const emit = (statusType: 'Start' | 'Alive' | 'Stop') => {
    for (const direction of [...directions, ...masters]) {
      const part = (octets: number) => {
        const own = Math.floor((octets * (share ?? 0)) / 1000);
        return counter(direction === undefined ? octets : direction === 1 ? own : octets - own);
      };
      const counters =
        statusType === 'Start'
          ? { inputOctets: undefined, outputOctets: undefined, sessionSeconds: undefined }
          : { inputOctets: part(input), outputOctets: part(output), sessionSeconds: seconds };
      const time = T0 + (begin + seconds) * SECOND;
      lines.push(event(time, { statusType, nas, sessionId, direction, octetsWrap: wraps, ...counters }));
    }
  };
  if (started) emit('Start');
  signs.forEach((step, number) => {
    seconds += step.after;
    input += step.input;
    output += step.output;
    emit(stops && number === signs.length - 1 ? 'Stop' : 'Alive');
  });
  return { nas, lines, input, output };
}

describe('traffic of simulated sessions', () => {
  const sum = (samples: (number | undefined)[][]) => samples.reduce((total, [, value]) => total + value!, 0);

  test('is in sum what went in them, whatever comes twice, out of order or wraps', () => {
    fc.assert(
      fc.property(
        fc.array(course, { minLength: 1, maxLength: 12 }),
        fc.array(delivery, { minLength: 1, maxLength: 50 }),
        fc.boolean(),
        (courses, deliveries, wraps) => {
          const made = courses.map((one, index) => session(one, index, wraps));
          const arrivals = made
            .flatMap(({ lines }) => lines)
            .flatMap((line, index) => {
              const { jitter, again } = deliveries[index % deliveries.length]!;
              const first = { arrives: line.time + jitter, line };
              // A line that is sent again is dated when it comes.
              return again === undefined
                ? [first]
                : [first, { arrives: line.time + again, line: { ...line, time: line.time + again } }];
            })
            .sort((a, b) => a.arrives - b.arrives);
          const stored = run(within(...arrivals.map(({ line }) => line)));
          for (const [nas, of] of [[undefined, made], ...Map.groupBy(made, (each) => each.nas)] as const) {
            expect(sum(hours(stored, 'input_octets', nas))).toBe(of.reduce((total, { input }) => total + input, 0));
            expect(sum(hours(stored, 'output_octets', nas))).toBe(of.reduce((total, { output }) => total + output, 0));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  const life = fc.record({
    pause: fc.integer({ min: 1, max: 3000 }),
    signs: fc.array(fc.record({ after: fc.integer({ min: 10, max: 4000 }), octets: fc.nat({ max: 1e9 }) }), {
      maxLength: 5,
    }),
    end: fc.constantFrom('On' as const, 'Off and On' as const),
  });

  test('is in sum what went in them, when the NAS restarts and gives the same names again', () => {
    fc.assert(
      fc.property(fc.array(life, { minLength: 1, maxLength: 8 }), fc.boolean(), (lives, started) => {
        let time = T0;
        let truth = 0;
        const lines: Line[] = [];
        for (const { pause, signs, end } of lives) {
          time += pause * SECOND;
          if (started) lines.push(start((time - T0) / MINUTE));
          let [seconds, octets] = [0, 0];
          for (const step of signs) {
            time += step.after * SECOND;
            seconds += step.after;
            octets += step.octets;
            lines.push(event(time, { inputOctets: octets, outputOctets: 0, sessionSeconds: seconds }));
          }
          truth += octets;
          time += SECOND;
          if (end === 'Off and On') lines.push(ofNas(time, 'Off'));
          time += 100 * SECOND;
          lines.push(ofNas(time, 'On'));
        }
        expect(sum(hours(run([T0 - 12 * HOUR, ...lines, time + 48 * HOUR]), 'input_octets'))).toBe(truth);
      }),
      { numRuns: 500 },
    );
  });
});
