import { describe, expect, test } from 'vitest';
import { explainShortStep } from './explain.ts';
import { CALM, DAY_STEPS, START, STEP, withFault } from './scenarios.ts';
import { newShortStep, observeShortStep, shortStepForecast } from './short-step.ts';

const { series, values } = CALM.temperature;
const HOURS_6 = DAY_STEPS / 4;

/** After these values: the forecast, and why it says what it says of a lead. */
function explained(course: readonly number[], lead: number) {
  const state = newShortStep(series, 24);
  for (const [step, value] of course.entries()) observeShortStep(state, START + step * STEP, value);
  return { forecast: shortStepForecast(state), explanation: explainShortStep(state, lead)! };
}

/** Twelve days of calm until noon, and until six in the morning. */
const calm = values(12 * DAY_STEPS + 2 * HOURS_6, 3);
const morning = calm.slice(0, -HOURS_6);
const changeOf = ({ contributions }: ReturnType<typeof explained>['explanation'], part: string) =>
  contributions.find(({ of }) => of === part)?.change ?? 0;

describe('why a forecast of short steps is as it is', () => {
  test.each([1, 4, 12, 24])('lead %i: its opinions make it, and its parts lead there from the newest value', (lead) => {
    const { forecast, explanation } = explained(calm, lead);
    const { opinions, contributions, expected, newest } = explanation;
    expect(expected).toBeCloseTo(forecast.mean[lead - 1]!, 9);
    expect(opinions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(opinions.reduce((sum, { weight, expected: own }) => sum + weight * own, 0)).toBeCloseTo(expected, 9);
    expect(newest).toBe(calm.at(-1));
    expect(newest + contributions.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(expected, 9);
    expect(explanation).toMatchObject({ lead, origin: forecast.origin, time: forecast.origin + lead * STEP });
  });

  test('in the morning the time of day raises it, and no ramp is named', () => {
    const { explanation } = explained(morning, 24);
    expect(changeOf(explanation, 'time of day')).toBeGreaterThan(0.3);
    expect(explanation.contributions.map(({ of }) => of)).not.toContain('ramp');
  });

  test('an overheating device is said to be on its way', () => {
    const fault = withFault(calm, { from: calm.length - 14, duration: 13, to: 60 });
    const { explanation } = explained(fault, 12);
    expect(explanation.opinions[0]!.expert).toBe('ramp');
    expect(changeOf(explanation, 'ramp')).toBeGreaterThan(5);
  });

  test('a single value far off returns to its level', () => {
    const { explanation } = explained([...calm.slice(0, -1), calm.at(-1)! + 8], 12);
    expect(changeOf(explanation, 'return to the level')).toBeLessThan(-2);
  });
});

test('nothing is explained that is not forecast', () => {
  const state = newShortStep(series, 24);
  for (let step = 0; step < 2 * DAY_STEPS; step++) {
    expect(explainShortStep(state, 1)).toBeUndefined();
    observeShortStep(state, START + step * STEP, calm[step]!);
  }
  expect(explainShortStep(state, 24)).toBeDefined();
  expect(explainShortStep(state, 25)).toBeUndefined();
});
