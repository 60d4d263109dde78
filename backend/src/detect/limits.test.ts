import { describe, expect, test } from 'vitest';
import { loadKinds } from './kinds.ts';
import { limitedMeasure } from './limits.ts';

const kinds = loadKinds();
const measure = (kind: string, limits: Parameters<typeof limitedMeasure>[1]) =>
  limitedMeasure(kinds.find((one) => one.kind === kind)!, limits);

describe('limits of one resource', () => {
  test('a threshold takes its hysteresis along', () => {
    expect(measure('temperature', { above: 50 })).toMatchObject({ above: 50, clear: 45 });
    expect(measure('temperature', { above: 50, clear: 49 })).toMatchObject({ above: 50, clear: 49 });
  });

  test('a level to clear is never beyond the threshold', () => {
    expect(measure('temperature', { above: 50, clear: 60 })).toMatchObject({ above: 50, clear: 50 });
    expect(measure('device-down', { below: 0.5, clear: 0.1 })).toMatchObject({ below: 0.5, clear: 0.5 });
    expect(measure('session-drop', { dropPercent: 10 })).toMatchObject({ dropPercent: 10, clearPercent: 10 });
  });

  test('what the kind does not have is ignored', () => {
    const temperature = kinds.find(({ kind }) => kind === 'temperature')!;
    expect(measure('temperature', { below: 3, minimum: 4 })).toEqual(temperature.measure);
    expect(measure('session-drop', { minimum: 50, above: 3 })).toMatchObject({ minimum: 50, dropPercent: 30 });
    expect(measure('session-drop', { above: 3 })).not.toHaveProperty('above');
  });
});
