import { expect, test } from 'vitest';
import { QUALITY_MEASUREMENT } from '../../model/forecast-quality.ts';
import { seriesKey } from '../../model/series.ts';
import { HOUR, targetSeries } from '../../model/targets.ts';
import { createGroups, newGroups } from './groups.ts';
import { START, traffic } from './suite.ts';

const BAD = { untrusted: true, drifted: false };
const GOOD = { untrusted: false, drifted: false };
const at = (hour: number) => START + hour * HOUR;

/** Groups of some devices with three interfaces each. */
function network(devices: number) {
  const groups = createGroups(newGroups());
  const all = Array.from({ length: devices }, (_, device) => ['1', '2', '3'].map((one) => traffic(`d${device}`, one)));
  return {
    /** An hour in which all are heard, and every interface of the first so many devices is bad. */
    hour(hour: number, bad: number) {
      for (const [index, device] of all.entries()) {
        for (const series of device) {
          groups.said(series, seriesKey(series), index < bad ? BAD : GOOD, at(hour));
          groups.heard(series, at(hour));
        }
      }
      const told = groups.take().filter(({ series }) => series.field === 'untrusted');
      return new Map(told.map(({ series, values }) => [series.tags.device ?? 'network', values[0]]));
    },
  };
}

test('all series of a device are one number, told once for each hour that has become whole', () => {
  const groups = createGroups(newGroups());
  const [one, two] = [traffic('a', '1'), traffic('a', '2')];
  for (const series of [one, two]) {
    groups.said(series, seriesKey(series), BAD, at(1));
    groups.heard(series, at(1) + HOUR / 2);
  }
  const own = () => groups.take().filter(({ series }) => series.tags.device === 'a');
  expect(own()).toMatchObject([
    {
      series: { measurement: QUALITY_MEASUREMENT, field: 'untrusted', tags: { device: 'a' } },
      times: [at(0)],
      values: [2],
    },
    { series: { field: 'drifted' }, times: [at(0)], values: [0] },
  ]);
  groups.heard(one, at(1) + HOUR * 0.9);
  expect(own()).toEqual([]);
  groups.said(one, seriesKey(one), GOOD, at(2));
  groups.heard(one, at(2));
  expect(own()).toMatchObject([{ times: [at(1)], values: [1] }, { values: [0] }]);
});

test('a series of no device belongs to its log source', () => {
  const groups = createGroups(newGroups());
  groups.heard(targetSeries('billing', 'mean_delay'), at(1));
  expect(groups.take().map(({ series }) => series.tags)).toContainEqual({ source: 'billing' });
});

test('what is not heard of any more is forgotten', () => {
  const groups = createGroups(newGroups());
  const [gone, left] = [traffic('a', '1'), traffic('a', '2')];
  groups.said(gone, seriesKey(gone), BAD, at(0));
  const number = (hour: number) => {
    groups.heard(left, at(hour));
    return groups.take().find(({ series }) => series.tags.device === 'a')!.values[0];
  };
  expect(number(24)).toBe(1);
  expect(number(96)).toBe(0);
});

test('many devices at once are the network, until they are few again', () => {
  const { hour } = network(40);
  expect(hour(1, 8)).toEqual(
    new Map([...Array.from({ length: 40 }, (_, index) => [`d${index}`, index < 8 ? 3 : 0] as const), ['network', 0]]),
  );
  const wide = hour(2, 9);
  expect(wide.get('network')).toBe(27);
  expect([...wide].filter(([device, number]) => device !== 'network' && number !== 0)).toEqual([]);
  expect(hour(3, 5).get('network')).toBe(15);
  const over = hour(4, 4);
  expect(over.get('network')).toBe(0);
  expect(over.get('d0')).toBe(3);
});

test('a few devices of a small network are told one by one', () => {
  expect(network(6).hour(1, 5).get('network')).toBe(0);
  expect(network(6).hour(1, 6).get('network')).toBe(18);
});
