import { DAY, HOUR, MINUTE } from '../../incidents/durations';
import { Device } from '../devices/answers';
import { OneIncident } from './answers';
import { beganAt, leadWords, measure, placeWords, probabilityWords } from './words';

const NOW = 1_795_530_000_000;
const about = (more: Partial<OneIncident>) => ({ resource: {}, qualifier: '', ...more }) as OneIncident;

describe('how soon an incident is expected', () => {
  it('is said to the minute while that is soon, and in whole days where it is far', () => {
    expect(leadWords(NOW + 54 * MINUTE, NOW)).toBe('in 54 min');
    expect(leadWords(NOW + 2 * DAY + 3 * HOUR, NOW)).toBe('in 2 days 3 hr');
    expect(leadWords(NOW + 12 * DAY + 7 * HOUR, NOW)).toBe('in 12 days');
  });

  it('is any moment once it is due, or when nobody knows', () => {
    expect([leadWords(NOW - MINUTE, NOW), leadWords(null, NOW)]).toEqual(['any moment', 'any moment']);
  });
});

test('a probability never promises', () => {
  expect([0, 0.004, 0.873, 0.999, 1].map(probabilityWords)).toEqual(['1 %', '1 %', '87 %', '99 %', '99 %']);
});

test('a value has its unit', () => {
  expect(measure(7_840_000_000, 'bits/s')).toBe('7.84 Gb/s');
  expect(measure(97, 'percent')).toBe('97%');
});

test('where it is has the names that people gave, and ids where there are none', () => {
  const components = [{ kind: 'interface', id: 'if1', name: 'ether1', alias: '' }];
  const devices = [{ id: 'core-1', name: 'Core North', components } as unknown as Device];
  const link = about({ resource: { device: 'core-1', component: 'if1' }, qualifier: 'out' });
  expect(placeWords(link, devices)).toBe('Core North · ether1 · out');
  expect(placeWords(link, [])).toBe('core-1 · if1 · out');
  expect(placeWords(about({ resource: { nas: '10.0.0.2' } }), devices)).toBe('10.0.0.2');
});

test('it began when it broke, or when it was foreseen', () => {
  const times = { activeAt: 3, predictedAt: 2, changedAt: 9 };
  expect(beganAt(about(times))).toBe(3);
  expect(beganAt(about({ ...times, activeAt: null }))).toBe(2);
  expect(beganAt(about({ ...times, activeAt: null, predictedAt: null }))).toBe(9);
});
