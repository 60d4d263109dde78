import { describe, expect, test } from 'vitest';
import { type Incident, OPERATOR_ACTIONS, type OperatorState, UNTOUCHED } from '../model/incident.ts';
import { operated, woken } from './operator.ts';

const NOW = 1_000_000;
const LATER = NOW + 3_600_000;

const incident = (more: Partial<Incident> = {}): Incident => ({
  ...{ id: 'x', kind: 'cpu', resource: { device: 'a' }, qualifier: '', phase: 'active', severity: 'major' },
  ...{ series: { measurement: 'cpu', tags: {}, field: 'load' }, unit: 'percent', value: 95, worst: 99, threshold: 90 },
  ...{ expected: null, probability: null, expectedAt: null, predictedAt: null, activeAt: 100, changedAt: 200 },
  ...{ endedAt: null, affected: null, cause: null, ...UNTOUCHED },
  ...more,
});
const inState = (state: OperatorState['state']) =>
  incident({ operator: { state, by: 'eve', at: 5, until: state === 'snoozed' ? LATER : null } });
const act = (of: Incident, action: (typeof OPERATOR_ACTIONS)[number], more = {}) =>
  operated(of, { action, ...more }, 'ann', NOW).incident;

describe('an operator', () => {
  test.each([
    ['acknowledge', 'acknowledged', undefined],
    ['snooze', 'snoozed', LATER],
    ['shelve', 'shelved', undefined],
    ['close', 'closed', undefined],
  ] as const)('can %s what is open', (action, state, until) => {
    const changed = operated(incident(), { action, until }, 'ann', NOW);
    expect(changed.type).toBe('operated');
    expect(changed.incident.operator).toEqual({ state, by: 'ann', at: NOW, until: until ?? null });
    expect(changed.incident).toMatchObject({ phase: 'active', changedAt: NOW, comments: [] });
  });

  test('can snooze for as long as a leap year', () => {
    const until = NOW + 366 * 86_400_000;
    expect(act(incident(), 'snooze', { until }).operator).toMatchObject({ state: 'snoozed', until });
  });

  test('takes an acknowledgement back, and brings back what is out of sight', () => {
    expect(act(inState('acknowledged'), 'unacknowledge').operator.state).toBe('none');
    for (const state of ['snoozed', 'shelved', 'closed'] as const) {
      expect(act(inState(state), 'unshelve').operator).toEqual({ state: 'none', by: 'ann', at: NOW, until: null });
    }
  });

  test('writes comments, alone or with an action, which are kept in order', () => {
    const commented = act(inState('shelved'), 'comment', { comment: ' first ' });
    expect(commented.operator).toEqual(inState('shelved').operator);
    expect(act(commented, 'close', { comment: 'second' }).comments).toEqual([
      { time: NOW, by: 'ann', text: 'first' },
      { time: NOW, by: 'ann', text: 'second' },
    ]);
  });

  test('can only comment on what is over', () => {
    const over = incident({ phase: 'cleared', endedAt: 300 });
    expect(act(over, 'comment', { comment: 'a loose cable' }).comments).toHaveLength(1);
    for (const action of OPERATOR_ACTIONS.filter((one) => one !== 'comment')) {
      expect(() => act(over, action, { comment: 'x', until: LATER })).toThrow(/only comments/);
    }
  });

  test.each([
    ['comment', { comment: '  ' }, /^comment:/],
    ['snooze', {}, /^until:/],
    ['snooze', { until: NOW }, /^until:/],
    ['snooze', { until: NOW + 366 * 86_400_000 + 1 }, /^until:.* 366 days.* shelve/],
    ['snooze', { until: Number.MAX_VALUE }, /^until:.* 366 days/],
    ['shelve', { until: LATER }, /^until:/],
    ['unacknowledge', {}, /no acknowledgement.* none$/],
    ['unshelve', {}, /brought back.* none$/],
  ] as const)('cannot %s with %j', (action, more, message) => {
    expect(() => act(incident(), action, more)).toThrow(message);
  });
});

test('a snooze ends by itself at its time, nothing else does', () => {
  expect(woken(inState('snoozed'), LATER - 1)).toBeUndefined();
  expect(woken(inState('snoozed'), LATER)).toMatchObject({
    type: 'operated',
    incident: { operator: { state: 'none', by: null, at: LATER, until: null } },
  });
  for (const state of ['none', 'acknowledged', 'shelved', 'closed'] as const) {
    expect(woken(inState(state), LATER)).toBeUndefined();
  }
});
