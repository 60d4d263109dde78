import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { PresageError } from '../../errors.ts';
import { acceleratedClock, type Clock, systemClock } from '../../model/clock.ts';
import type { DeviceReport } from '../../model/contracts/collector.ts';
import type { Device, DeviceReading } from '../../model/device.ts';
import { manualClock } from '../../test/manual-clock.ts';
import type { DeviceReader } from './device-poller.ts';
import { createPoller, type PollerLimits } from './poller.ts';
import { slotsOf } from './schedule.ts';

const MINUTE = 60_000;
const START = 1_700_000_000_000;
const inventory = { components: () => [], save() {} };
const memory = { load: () => undefined, save() {} };

const device = (id: string, pollPeriod = MINUTE): Device => ({
  id,
  name: id,
  address: '192.0.2.1',
  site: '',
  parent: undefined,
  subscribers: undefined,
  nas: [],
  pollPeriod,
});

const reading = (id: string, clock: Clock, rest: Partial<DeviceReading> = {}): DeviceReading => ({
  device: id,
  time: clock.now(),
  sysName: id,
  sysDescr: null,
  sysObjectID: null,
  profile: 'standard',
  uptimeSeconds: null,
  responseMilliseconds: 3,
  cpu: [],
  memory: [],
  temperature: [],
  sensors: [],
  interfaces: [],
  errors: [],
  ...rest,
});

const unreachable = (id: string) =>
  new PresageError('DEVICE_UNREACHABLE', `${id}: no answer within 4 s; check its power and address`);

/** Runs a poller for some time of a hand-moved clock; answers the reports. `read` says what each device answers. */
async function run(
  devices: readonly Device[],
  read: (id: string, clock: Clock) => Promise<DeviceReading>,
  duration: number,
  options: { emit?: (report: DeviceReport, clock: Clock) => Promise<void>; limits?: Partial<PollerLimits> } = {},
): Promise<Map<string, DeviceReport[]>> {
  const clock = manualClock(START);
  const reports: DeviceReport[] = [];
  const createReader = ({ id }: Device): DeviceReader => ({ read: () => read(id, clock), close() {} });
  const poller = createPoller({ devices, createReader, inventory, memory, clock, limits: options.limits ?? {} });
  const stop = new AbortController();
  const emit = async (report: DeviceReport) => {
    reports.push(report);
    await options.emit?.(report, clock);
  };
  const ended = poller.start(emit, stop.signal);
  await clock.advance(duration);
  stop.abort();
  await ended;
  return Map.groupBy(reports, (report) => report.device);
}

const delays = (reports: readonly DeviceReport[]) => reports.slice(1).map(({ time }, at) => time - reports[at]!.time);

describe('the poller', () => {
  test('polls each device soon after the start, then once a period at a steady time', async () => {
    const devices = Array.from({ length: 40 }, (_, number) => device(`edge-${number}`, number % 2 ? MINUTE : 10_000));
    const byDevice = await run(devices, async (id, clock) => reading(id, clock), 20 * MINUTE);
    for (const { id, pollPeriod } of devices) {
      const reports = byDevice.get(id)!;
      expect(reports[0]!.time - START).toBeLessThan(5000);
      expect(reports.length).toBeGreaterThanOrEqual((20 * MINUTE) / pollPeriod);
      const [first, ...others] = delays(reports);
      expect(first).toBeLessThanOrEqual(1.25 * pollPeriod);
      expect(new Set(others)).toEqual(new Set([pollPeriod]));
      expect(reports.every(({ state, reason }) => state === 'up' && reason === '')).toBe(true);
    }
    const together = Map.groupBy([...byDevice.values()], ([, second]) => second!.time);
    for (const polled of together.values()) expect(polled.length).toBeLessThanOrEqual(3);
  });

  test('says of a silent device what, since when and for how many polls, and goes on with all others', async () => {
    let asked = 0;
    const read = async (id: string, clock: Clock) => {
      if (id === 'well') return reading(id, clock);
      await clock.sleep(4000);
      if (++asked <= 3) throw unreachable(id);
      return reading(id, clock);
    };
    const byDevice = await run([device('dead'), device('well')], read, 5 * MINUTE);
    const dead = byDevice.get('dead')!;
    expect(dead.map(({ state }) => state).slice(0, 4)).toEqual(['unreachable', 'unreachable', 'unreachable', 'up']);
    const since = new Date(dead[0]!.time).toISOString().slice(0, 19).replace('T', ' ');
    expect(dead[2]!.reason).toBe(
      `dead: no answer within 4 s; check its power and address; no answer since ${since} UTC (3 polls)`,
    );
    const answered = dead
      .slice(0, 4)
      .map(({ batch }) => batch.find(({ series }) => series.field === 'answered')?.values);
    expect(answered).toEqual([[0], [0], [0], [1]]);
    expect(byDevice.get('well')!.length).toBeGreaterThanOrEqual(5);
    expect(byDevice.get('well')!.every(({ state }) => state === 'up')).toBe(true);
  });

  test('delays no living device for silent ones, however many there are and however long they take', async () => {
    const devices = [...Array.from({ length: 50 }, (_, number) => device(`dead-${number}`)), device('well')];
    const read = async (id: string, clock: Clock) => {
      if (id === 'well') return reading(id, clock);
      await clock.sleep(50_000);
      throw unreachable(id);
    };
    const byDevice = await run(devices, read, 30 * MINUTE, { limits: { inFlight: 2, lateInFlight: 3 } });
    const late = byDevice.get('well')!.slice(-5);
    expect(new Set(delays(late))).toEqual(new Set([MINUTE]));
  });

  test('delays no quick device for slow ones', async () => {
    const devices = [...Array.from({ length: 50 }, (_, number) => device(`slow-${number}`)), device('well')];
    const read = async (id: string, clock: Clock) => {
      if (id === 'well') return reading(id, clock);
      await clock.sleep(20_000);
      return reading(id, clock, { responseMilliseconds: 1500 });
    };
    const byDevice = await run(devices, read, 30 * MINUTE, { limits: { inFlight: 2, lateInFlight: 3 } });
    expect(new Set(delays(byDevice.get('well')!.slice(-5)))).toEqual(new Set([MINUTE]));
  });

  test('asks in their places, not all at once, when the clock leaps ahead', async () => {
    const steady = manualClock(START);
    let ahead = 0;
    const clock: Clock = { ...steady, now: () => steady.now() + ahead };
    const createReader = ({ id }: Device): DeviceReader => ({ read: async () => reading(id, clock), close() {} });
    const devices = Array.from({ length: 20 }, (_, number) => device(`edge-${number}`));
    const reports: DeviceReport[] = [];
    const stop = new AbortController();
    const emit = async (report: DeviceReport) => void reports.push(report);
    const polling = createPoller({ devices, createReader, inventory, memory, clock }).start(emit, stop.signal);
    await steady.advance(5 * MINUTE);
    reports.length = 0;
    ahead = 60 * MINUTE;
    await steady.advance(2 * MINUTE);
    stop.abort();
    await polling;
    for (const { device: id, time } of reports) expect(slotsOf(id, MINUTE).after(time - 1)).toBe(time);
    expect(reports.length).toBeGreaterThanOrEqual(20);
  });

  test('goes on when the clock is set back', async () => {
    const steady = manualClock(START);
    let ahead = 0;
    const clock: Clock = { ...steady, now: () => steady.now() + ahead };
    const createReader = (): DeviceReader => ({ read: async () => reading('a', clock), close() {} });
    const times: number[] = [];
    const stop = new AbortController();
    const emit = async ({ time }: DeviceReport) => void times.push(time);
    const polling = createPoller({ devices: [device('a')], createReader, inventory, memory, clock }).start(
      emit,
      stop.signal,
    );
    await steady.advance(5 * MINUTE);
    const before = times.length;
    ahead = -60 * MINUTE;
    await steady.advance(10 * MINUTE);
    stop.abort();
    await polling;
    expect(times.length - before).toBeGreaterThanOrEqual(8);
    expect(times.length - before).toBeLessThanOrEqual(10);
    const { after } = slotsOf('a', MINUTE);
    for (const time of times.slice(before)) expect(after(time - 1)).toBe(time);
  });

  test('says slow of a late first answer and of a poll longer than its period, which leaves slots out', async () => {
    const read = async (id: string, clock: Clock) => {
      if (id === 'long') await clock.sleep(70_000);
      return reading(id, clock, { responseMilliseconds: id === 'late' ? 900 : 3 });
    };
    const byDevice = await run([device('long'), device('late')], read, 20 * MINUTE);
    expect(byDevice.get('late')!.at(-1)).toMatchObject({ state: 'slow', reason: expect.stringContaining('900 ms') });
    const long = byDevice.get('long')!;
    expect(long.at(-1)).toMatchObject({ state: 'slow', reason: expect.stringContaining('raise poll_period') });
    expect(new Set(delays(long).slice(1))).toEqual(new Set([2 * MINUTE]));
  });

  test('says faulty of wrong answers, unusable ones, and a reader that cannot be made or breaks', async () => {
    const read = async (id: string, clock: Clock) => {
      if (id === 'partly')
        return reading(id, clock, { errors: ['no cpu', 'no memory', 'no names', 'no speeds', 'no more'] });
      if (id === 'garbage') throw new PresageError('DEVICE_FAULTY', 'garbage: its answer cannot be decoded');
      throw new TypeError('broken');
    };
    const byDevice = await run(
      ['partly', 'garbage', 'broken'].map((id) => device(id)),
      read,
      2 * MINUTE,
    );
    const last = (id: string) => byDevice.get(id)!.at(-1)!;
    expect(last('partly')).toMatchObject({ state: 'faulty', reason: 'no cpu; no memory; no names; and 2 more' });
    expect(last('garbage')).toMatchObject({ state: 'faulty', reason: 'garbage: its answer cannot be decoded' });
    expect(last('garbage').batch).toMatchObject([{ series: { field: 'answered' }, values: [1] }]);
    expect(last('broken')).toMatchObject({ state: 'faulty', reason: 'broken', batch: [] });
  });

  test('asks a device again only when its last report was taken, and does not wait for the others', async () => {
    const emit = (report: DeviceReport, clock: Clock) =>
      report.device === 'stuck' ? clock.sleep(5 * MINUTE) : Promise.resolve();
    const devices = [device('stuck'), device('free')];
    const byDevice = await run(devices, async (id, clock) => reading(id, clock), 10.5 * MINUTE, { emit });
    expect(delays(byDevice.get('stuck')!).every((delay) => delay >= 5 * MINUTE)).toBe(true);
    expect(byDevice.get('free')!.length).toBeGreaterThanOrEqual(10);
  });

  test('takes up, changes and drops devices as it runs; one at a time of each', async () => {
    const clock = manualClock(START);
    const asked: string[] = [];
    let open = 0;
    const createReader = ({ id, name }: Device): DeviceReader => {
      open++;
      return {
        async read() {
          asked.push(`${id} ${name}`);
          return reading(id, clock);
        },
        close: () => void open--,
      };
    };
    const devices = [device('stays'), device('goes'), device('changes')];
    const poller = createPoller({ devices, createReader, inventory, memory, clock });
    const stop = new AbortController();
    const ended = poller.start(async () => {}, stop.signal);
    await clock.advance(2 * MINUTE);
    expect([new Set(asked), open]).toEqual([new Set(['stays stays', 'goes goes', 'changes changes']), 3]);
    poller.remove('goes');
    poller.put({ ...device('changes'), name: 'anew' });
    poller.put(device('comes'));
    asked.length = 0;
    await clock.advance(3 * MINUTE);
    expect([new Set(asked), open]).toEqual([new Set(['stays stays', 'changes anew', 'comes comes']), 3]);
    expect(asked.filter((words) => words === 'changes anew').length).toBeLessThanOrEqual(4);
    stop.abort();
    await ended;
    expect(open).toBe(0);
  });

  test('waits without devices for the first one', async () => {
    const clock = manualClock(START);
    const reports: DeviceReport[] = [];
    const createReader = ({ id }: Device): DeviceReader => ({ read: async () => reading(id, clock), close() {} });
    const poller = createPoller({ devices: [], createReader, inventory, memory, clock });
    const stop = new AbortController();
    const ended = poller.start(async (report) => void reports.push(report), stop.signal);
    await clock.advance(MINUTE);
    poller.put(device('first'));
    await clock.advance(MINUTE);
    expect(reports.length).toBeGreaterThan(0);
    stop.abort();
    await ended;
  });

  test('ends on the signal though a device never answers', async () => {
    const byDevice = await run([device('hanging')], () => new Promise(() => {}), MINUTE);
    expect(byDevice.size).toBe(0);
  });

  test('ends wholly when a report cannot be taken, with the words of that', async () => {
    const clock = manualClock(START);
    let closed = 0;
    const createReader = ({ id }: Device) => ({ read: async () => reading(id, clock), close: () => void closed++ });
    const poller = createPoller({ devices: [device('a'), device('b')], createReader, inventory, memory, clock });
    const ended = poller.start(() => Promise.reject(new Error('the store is gone')), new AbortController().signal);
    const outcome = expect(ended).rejects.toThrow('the store is gone');
    await clock.advance(10_000);
    await outcome;
    expect(closed).toBeGreaterThan(0);
  });

  test('keeps its periods under an accelerated clock', async () => {
    const clock = acceleratedClock(START, 600, systemClock);
    const reports: DeviceReport[] = [];
    const createReader = ({ id }: Device) => ({ read: async () => reading(id, clock), close() {} });
    const poller = createPoller({ devices: [device('a')], createReader, inventory, memory, clock });
    const stop = new AbortController();
    const ended = poller.start(async (report) => void reports.push(report), stop.signal);
    while (reports.length < 6) await wait(20);
    stop.abort();
    await ended;
    const slots = reports.slice(1).map(({ time }) => slotsOf('a', MINUTE).after(time));
    expect(new Set(slots).size).toBe(slots.length);
  });
});
