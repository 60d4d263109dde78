import { PROTOCOL } from '../../datasource/types';
import { MINUTE } from '../../incidents/durations';
import { Answered } from '../ask/useAnswer';
import { Health } from '../status/answers';
import { Doubt, doubtOf } from './trust';

function doubt(health: Partial<Health> = {}, problem?: string): Doubt | 'unknown' | undefined {
  const details = { protocol: PROTOCOL, newestSampleAge: MINUTE };
  return doubtOf({ answer: { status: 'OK', message: '', details, ...health }, problem });
}
const aged = (newestSampleAge: number | null): Partial<Health> => ({
  details: { protocol: PROTOCOL, newestSampleAge },
});

describe('what speaks against what is shown', () => {
  it('is nothing while samples come in', () => {
    expect(doubt()).toBeUndefined();
    expect(doubt(aged(15 * MINUTE))).toBeUndefined();
  });

  it('is not known before the first answer, so that nothing is called well then', () => {
    const nothing: Answered<Health> = { answer: undefined, problem: undefined };
    expect(doubtOf(nothing)).toBe('unknown');
  });

  it('is that nothing has come in for long, and for how long', () => {
    expect(doubt(aged(42 * MINUTE))).toMatchObject({ title: expect.stringContaining('42 min') });
    expect(doubt(aged(null))).toMatchObject({ title: 'Nothing has been measured yet' });
  });

  it('is that Presage cannot be reached, in the words of the failure, even when it was well before', () => {
    expect(doubt({}, 'Presage does not answer.')).toMatchObject({
      title: expect.stringContaining('cannot reach'),
      advice: expect.stringContaining('Presage does not answer.'),
    });
  });

  it('is that plugin and backend speak different protocols', () => {
    for (const protocol of [PROTOCOL - 1, PROTOCOL + 1, undefined]) {
      const details = { ...(protocol === undefined ? {} : { protocol }), newestSampleAge: MINUTE };
      expect(doubt({ details })).toMatchObject({ title: expect.stringContaining('understand') });
    }
  });

  it('is what the backend says of itself when it is not well', () => {
    expect(doubt({ status: 'ERROR', message: 'The store is away.' })).toMatchObject({ advice: 'The store is away.' });
  });
});
