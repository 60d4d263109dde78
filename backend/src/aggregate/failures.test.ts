import { expect, test } from 'vitest';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { failureCounter } from './failures.ts';
import { authentication, event, type Line, runPart, type Stored, T0 } from './suite.ts';

const run = (lines: readonly Line[], restartAt?: Set<number>) =>
  runPart((state) => failureCounter({ source: 'x', zone: zone('UTC') }, state), lines, undefined, restartAt);
const failed = (time: number, more: Parameters<typeof authentication>[1] = {}) =>
  authentication(time, { failed: true, failure: 'no money', ...more });
/** The counts of an hour by the names of a tag. */
const by = (stored: Stored, tag: string, hour = T0) =>
  Object.fromEntries(
    [...stored].flatMap(([key, samples]) => {
      const name = new RegExp(`,${tag}=((?:\\\\.|[^,\\\\])*?)(?:,source=x)? count$`).exec(key)?.[1];
      const value = samples.get(hour);
      return name === undefined || value === undefined ? [] : [[name.replaceAll('\\', ''), value]];
    }),
  );

test('failed authentications are counted in their hour by reason, realm and NAS', () => {
  const stored = run([
    failed(T0, { login: 'a@x' }),
    failed(T0 + 1, { login: 'b@y@X', failure: 'no service' }),
    failed(T0 + 2, { login: 'c', nas: '192.0.2.2' }),
    failed(T0 + 3, { login: 'd', nas: undefined, failure: undefined }),
    authentication(T0 + 4, { login: 'a@x' }),
    event(T0 + 5, { failed: true, failure: 'a Stop of no session' }),
    T0 + HOUR,
    failed(T0 + 2 * HOUR),
    failed(T0 + HOUR - 1, { login: 'late@x' }),
  ]);
  expect([...stored.get('authentication_failures,source=x count')!]).toEqual([
    [T0, 5],
    [T0 + HOUR, 0],
    [T0 + 2 * HOUR, 1],
  ]);
  expect(by(stored, 'reason')).toEqual({ 'no money': 3, 'no service': 1 });
  expect(by(stored, 'realm')).toEqual({ x: 3, none: 2 });
  expect(by(stored, 'nas')).toEqual({ '192.0.2.1': 3, '192.0.2.2': 1 });
  expect(by(stored, 'reason', T0 + HOUR)).toEqual({});
});

test('names beyond the limits, and those that are no text, are other, also after a restart', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) =>
      failed(T0, { login: `a@r${from + index}`, failure: `f${from + index}` }),
    );
  const lines = [
    failed(T0, { login: 'a@', failure: 'ends with \\' }),
    failed(T0, { login: 'a@x\u0007', failure: '' }),
    ...many(60),
    ...many(190, 60),
    failed(T0, { login: 'a@r0', failure: 'f0' }),
  ];
  const stored = run(lines, new Set([30, 120]));
  const [reasons, realms] = [by(stored, 'reason'), by(stored, 'realm')];
  expect([Object.keys(reasons).length, reasons.f0, reasons.f49, reasons.f50, reasons.other]).toEqual([
    51,
    2,
    1,
    undefined,
    202,
  ]);
  expect([Object.keys(realms).length, realms.r0, realms.r199, realms.other]).toEqual([201, 2, 1, 52]);
});
