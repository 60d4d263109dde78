import i18next from 'i18next';

import { DAY, HOUR, MINUTE } from '../src/incidents/durations';
import { duration, incidentTitle } from '../src/incidents/words';
import { clockTime, evidence, measure, placeOf } from './wording';
import { devices, incidents } from './testAnswers';

const of = (kind: string) => incidents.filter((incident) => incident.kind === kind)[0];

// As Grafana does: React escapes what it shows.
beforeAll(() => i18next.init({ lng: 'en-US', resources: {}, interpolation: { escapeValue: false } }));

describe('words', () => {
  it('say a duration in its two largest units', () => {
    expect(duration(85 * MINUTE)).toBe('1 hr 25 min');
    expect(duration(2 * HOUR)).toBe('2 hr');
    expect(duration(3 * DAY + 4 * HOUR + 5 * MINUTE)).toBe('3 days 4 hr');
    expect(duration(59.6 * MINUTE)).toBe('1 hr');
    expect(duration(12 * MINUTE)).toBe('12 min');
    expect(duration(1000)).toBe('< 1 min');
    expect(duration(-HOUR)).toBe('< 1 min');
  });

  it('say the date only of another day', () => {
    const now = Date.UTC(2026, 10, 24, 22);
    expect(clockTime(now - HOUR, now, 'UTC')).toBe('21:00');
    expect(clockTime(now + 3 * HOUR, now, 'UTC')).toBe('11-25 01:00');
    expect(clockTime(now + 3 * HOUR, now, 'Europe/Ulyanovsk')).toBe('05:00');
  });

  it('say values with their units', () => {
    expect(measure(78.4, 'percent')).toBe('78%');
    expect(measure(58.2, 'celsius')).toBe('58.2 °C');
    expect(measure(940e6, 'bits/s')).toBe('940 Mb/s');
    expect(measure(1210, 'sessions')).toBe('1,210');
  });

  it('tell what is broken from what will break, and know no better than the backend of other kinds', () => {
    const link = of('link-load');
    expect(incidentTitle(link)).toBe('Link will be full');
    expect(incidentTitle({ ...link, phase: 'active' })).toBe('Link full');
    expect(incidentTitle({ ...link, kind: 'of-another-version', title: 'Answers are late' })).toBe('Answers are late');
  });

  it('say where it is by the names of people', () => {
    expect(placeOf(of('link-load'), devices)).toBe('ether1 (to the upstream) out · Main street 1');
    expect(placeOf(of('session-drop'), devices)).toBe('10.0.0.2 · Main street 1');
    expect(placeOf({ ...of('cpu'), resource: { device: 'gone', component: '7' } }, devices)).toBe('7');
  });

  it('hold the value against its limit or what was expected', () => {
    expect(evidence(of('link-load'), devices)).toBe('78% of 10 Gb/s, limit 90%');
    expect(evidence(of('session-drop'), devices)).toBe('1,210 of 1,400 expected');
    expect(evidence(of('link-load'), [])).toBe('7.84 Gb/s, limit 9 Gb/s');
    expect(evidence(of('cpu'), devices)).toBe('98%, limit 90%');
    expect(evidence(of('device-down'), devices)).toBeUndefined();
    expect(evidence({ ...of('temperature'), value: null }, devices)).toBeUndefined();
  });
});
