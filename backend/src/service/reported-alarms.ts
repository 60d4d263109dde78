import type { DeviceReport } from '../model/contracts/collector.ts';
import type { AlarmMemory, NamedTrap, ReportedAlarm } from '../model/contracts/traps.ts';
import type { Component } from '../model/device.ts';
import { alarmSeries } from '../model/device-series.ts';
import { SEVERITIES } from '../model/incident.ts';
import { type Batch, type SeriesBlock, seriesKey } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';

/** What one device may have open; of more, nothing is known to be true any more. */
const MOST_OF_DEVICE = 1000;
/** What an interface is called that no poll has seen. */
const UNSEEN = 'ifIndex-';

export interface ReportedAlarmsParts {
  readonly memory: AlarmMemory;
  readonly components: (device: string) => readonly Component[];
  /** Told of samples that are judged now. */
  readonly measured: (batch: Batch) => void;
  /** Told of samples that are to be stored, a minute each. */
  readonly store: (batch: Batch) => void;
  /** Told of devices that report more than is kept. */
  readonly dropped: (device: string) => void;
}

export interface Reported {
  readonly device: string;
  readonly named: NamedTrap;
  readonly time: number;
}

interface Held {
  alarm: ReportedAlarm;
  /** The newest sample told. */
  sampled: number;
  /** The newest minute stored, and the highest grade in it. */
  minute: number;
  worst: number;
}

/**
 * What devices have reported of themselves: each is a series that is raised and cleared by traps, told anew each minute
 * while it lasts, and ended by its time or by a poll that finds the interface up, since a trap may get lost.
 */
export function createReportedAlarms({ memory, components, measured, store, dropped }: ReportedAlarmsParts) {
  const held = new Map<string, Held>();
  const ofDevice = new Map<string, Set<string>>();

  const hold = (key: string, alarm: ReportedAlarm, sampled: number): Held => {
    const made = { alarm, sampled, minute: 0, worst: 0 };
    held.set(key, made);
    const device = alarm.series.tags.device!;
    ofDevice.set(device, (ofDevice.get(device) ?? new Set()).add(key));
    return made;
  };
  const release = (key: string, { alarm }: Held): void => {
    held.delete(key);
    const keys = ofDevice.get(alarm.series.tags.device!);
    keys?.delete(key);
    if (keys?.size === 0) ofDevice.delete(alarm.series.tags.device!);
  };
  for (const alarm of memory.load()) hold(seriesKey(alarm.series), alarm, alarm.time);

  const aboutOf = ({ device, named }: Reported) => {
    if (named.interface === undefined) return named.part === undefined ? {} : { part: named.part };
    const known = components(device).find(({ kind, index }) => kind === 'interface' && index === named.interface);
    return { component: known?.id ?? `${UNSEEN}${named.interface}` };
  };

  /** A sample of an alarm as it stands; times of one series only grow. */
  const sampleOf = (one: Held, time: number): SeriesBlock => {
    one.sampled = Math.max(time, one.sampled + 1);
    return { series: one.alarm.series, times: [one.sampled], values: [one.alarm.grade] };
  };
  const minuteOf = (one: Held): SeriesBlock => {
    const minute = Math.floor(one.sampled / MINUTE) * MINUTE;
    one.worst = minute === one.minute ? Math.max(one.worst, one.alarm.grade) : one.alarm.grade;
    one.minute = minute;
    return { series: one.alarm.series, times: [minute], values: [one.worst] };
  };

  /** Remembers first, so that what was told is never forgotten, then has samples judged at their time and their minutes stored. */
  const tell = (sampled: readonly Held[], samples: readonly SeriesBlock[], saved: readonly ReportedAlarm[]): void => {
    if (saved.length > 0) memory.change(saved, []);
    if (samples.length === 0) return;
    measured(joined(samples));
    store(sampled.map(minuteOf));
  };

  return {
    /** Takes what traps say of devices. */
    report(reports: readonly Reported[]): void {
      const changed = new Map<string, Held>();
      const samples: SeriesBlock[] = [];
      for (const one of reports) {
        const { device, named, time } = one;
        // What is about an interface says which, or it cannot be told from others.
        if (named.kind === undefined || named.interface === '') continue;
        const series = alarmSeries(device, named.kind, aboutOf(one));
        const key = seriesKey(series);
        const before = held.get(key);
        const grade = named.raises ? SEVERITIES.indexOf(named.severity) + 1 : 0;
        if (!before && grade === 0) continue;
        if (!before && (ofDevice.get(device)?.size ?? 0) >= MOST_OF_DEVICE) {
          dropped(device);
          continue;
        }
        const until = named.lasts === undefined || grade === 0 ? null : time + named.lasts;
        const alarm = { series, grade, time, until, interface: named.interface ?? null };
        const isNew = before?.alarm.grade !== grade;
        const now = before ?? hold(key, alarm, Number.NEGATIVE_INFINITY);
        now.alarm = alarm;
        changed.set(key, now);
        if (isNew) samples.push(sampleOf(now, time));
      }
      const all = [...changed.values()];
      tell(
        all,
        samples,
        all.map(({ alarm }) => alarm),
      );
    },
    /** Takes a poll: an interface that it finds up is up, whatever traps have said before. */
    polled({ device, time, reading, components: polled }: DeviceReport): void {
      if (!reading || !ofDevice.has(device)) return;
      const ended: Held[] = [];
      for (const key of ofDevice.get(device)!) {
        const one = held.get(key)!;
        const { alarm } = one;
        if (alarm.interface === null || alarm.grade === 0 || alarm.time >= time) continue;
        if (interfaceOf(alarm, polled)?.operStatus !== 'up') continue;
        one.alarm = { ...alarm, grade: 0, time, until: null };
        ended.push(one);
      }
      tell(
        ended,
        ended.map((one) => sampleOf(one, time)),
        ended.map(({ alarm }) => alarm),
      );
    },
    /** Lets time pass: tells what lasts anew each minute, and ends what is over. `watched` says which devices there are. */
    tick(now: number, watched: (device: string) => boolean): void {
      const told: Held[] = [];
      const ended: ReportedAlarm[] = [];
      const removed: string[] = [];
      const remove = (key: string, one: Held) => {
        release(key, one);
        removed.push(key);
      };
      for (const [key, one] of held) {
        const { alarm } = one;
        if (!watched(alarm.series.tags.device!)) {
          remove(key, one);
          continue;
        }
        const isOver = alarm.until !== null && alarm.until <= now && alarm.grade > 0;
        if (!isOver && now - one.sampled < MINUTE) continue;
        told.push(one);
        if (isOver) {
          one.alarm = { ...alarm, grade: 0, time: now, until: null };
          ended.push(one.alarm);
        }
        // It is told for the second time that nothing is wrong any more, which ends the incident.
        if (alarm.grade === 0) remove(key, one);
      }
      tell(
        told,
        told.map((one) => sampleOf(one, now)),
        ended,
      );
      if (removed.length > 0) memory.change([], removed);
    },
    /** How many are open now. */
    count: (): number => held.size,
  };
}

function interfaceOf({ series, interface: index }: ReportedAlarm, polled: readonly Component[]): Component | undefined {
  const interfaces = polled.filter(({ kind }) => kind === 'interface');
  const known = interfaces.find(({ id }) => id === series.tags.component);
  return known ?? interfaces.find((one) => one.index === index);
}

/** Samples of one series in one block, in their order. */
function joined(samples: readonly SeriesBlock[]): Batch {
  const groups = Map.groupBy(samples, ({ series }) => seriesKey(series));
  return [...groups.values()].map((blocks) => ({
    series: blocks[0]!.series,
    times: blocks.flatMap(({ times }) => times),
    values: blocks.flatMap(({ values }) => values),
  }));
}
