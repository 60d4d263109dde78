import { OneIncident, RootIncident } from '../incidents/answers';
import { situationOf, stepsOf } from './situation';

const UNTOUCHED: OneIncident['operator'] = { state: 'none', by: null, at: null, until: null };
const taken = (state: OneIncident['operator']['state']): OneIncident['operator'] => ({
  ...{ state, by: 'anna', at: 1, until: null },
});

function incident(id: string, more: Partial<OneIncident> = {}): OneIncident {
  return {
    ...{ id, kind: 'cpu', title: 'Processor overloaded', resource: { device: 'core-1' }, qualifier: '' },
    ...{ phase: 'active', severity: 'major', series: { measurement: 'cpu', tags: {}, field: 'load' } },
    ...{ unit: 'percent', value: 97, worst: 99, threshold: 90, expected: null, probability: null, expectedAt: null },
    ...{ predictedAt: null, activeAt: 1, changedAt: 1, endedAt: null, affected: null, cause: null },
    ...{ operator: UNTOUCHED, comments: [] },
    ...more,
  };
}
const root = (id: string, more: Partial<RootIncident> = {}): RootIncident => ({
  ...{ ...incident(id), symptoms: [] },
  ...more,
});
const ids = (causes: Array<{ incident: OneIncident }>) => causes.map((cause) => cause.incident.id);

describe('the situation', () => {
  it('has the most severe of what is broken first, then whom it hurts most', () => {
    const { broken } = situationOf([
      root('few', { affected: 5 }),
      root('unknown', { affected: null }),
      root('many', { affected: 900 }),
      root('worst', { severity: 'critical', affected: 1 }),
      root('recovering', { severity: 'minor', phase: 'clearing' }),
    ]);
    expect(ids(broken)).toEqual(['worst', 'many', 'few', 'unknown', 'recovering']);
  });

  it('has the soonest of what will break first, and not among what is broken', () => {
    const coming = (id: string, expectedAt: number) =>
      root(id, { phase: 'predicted', severity: 'warning', expectedAt, activeAt: null });
    const situation = situationOf([coming('tomorrow', 900), root('now'), coming('soon', 100)]);
    expect(ids(situation.coming)).toEqual(['soon', 'tomorrow']);
    expect(ids(situation.broken)).toEqual(['now']);
  });

  it('counts the open symptoms of a cause, and calls none of them a cause', () => {
    const symptoms = [
      incident('s1', { cause: 'root' }),
      incident('s2', { cause: 'root' }),
      incident('over', { cause: 'root', phase: 'cleared' }),
    ];
    const { broken } = situationOf([root('root', { symptoms, affected: 1840 })]);
    expect(broken).toEqual([expect.objectContaining({ symptoms: 2, affected: 1840 })]);
  });

  it('takes those whom the largest symptom touches where the cause does not know whom it hurts', () => {
    const symptoms = [
      incident('s1', { affected: 640 }),
      incident('s2', { affected: 700 }),
      incident('s3', { affected: null }),
    ];
    expect(situationOf([root('root', { symptoms })]).broken[0].affected).toBe(700);
    expect(situationOf([root('root')]).broken[0].affected).toBeNull();
  });

  it('shows what is left of a cause that is over', () => {
    const symptoms = [incident('still', { cause: 'gone' }), incident('ended', { cause: 'gone', phase: 'cleared' })];
    expect(ids(situationOf([root('gone', { phase: 'cleared', symptoms })]).broken)).toEqual(['still']);
  });

  it('leaves out what operators put out of sight, and says how much that is', () => {
    const { broken, hidden } = situationOf([
      root('new'),
      root('taken', { operator: taken('acknowledged') }),
      ...(['snoozed', 'shelved', 'closed'] as const).map((state) => root(state, { operator: taken(state) })),
    ]);
    expect(ids(broken)).toEqual(['new', 'taken']);
    expect(hidden).toBe(3);
  });
});

describe('what is to be done', () => {
  it('is first what nobody has taken on, then what is coming, then what somebody works on', () => {
    const steps = stepsOf(
      situationOf([
        root('worked on', { severity: 'critical', operator: taken('acknowledged') }),
        root('nobody has it', { severity: 'minor' }),
        root('coming', { phase: 'predicted', severity: 'warning', expectedAt: 5 }),
      ])
    );
    expect(steps.map((step) => [step.do, step.incident.id])).toEqual([
      ['take', 'nobody has it'],
      ['prevent', 'coming'],
      ['look', 'worked on'],
    ]);
  });

  it('is nothing where nothing is the matter, or what is coming has been taken on', () => {
    expect(stepsOf(situationOf([]))).toEqual([]);
    const coming = root('coming', { phase: 'predicted', expectedAt: 5, operator: taken('acknowledged') });
    expect(stepsOf(situationOf([coming]))).toEqual([]);
  });
});
