import { renderHook } from '@testing-library/react';

import { Answered } from './useAnswer';
import { useKept } from './useKept';

test('an answer stays until the next one to the same question, with what is wrong meanwhile', () => {
  const answered = (answer?: string, problem?: string): Answered<string> => ({ answer, problem });
  const { result, rerender } = renderHook(({ asked, question }) => useKept(asked, question), {
    initialProps: { asked: answered('first'), question: 'a' },
  });
  rerender({ asked: answered(), question: 'a' });
  expect(result.current).toEqual(answered('first'));
  rerender({ asked: answered(undefined, 'away'), question: 'a' });
  expect(result.current).toEqual(answered('first', 'away'));
  rerender({ asked: answered('second'), question: 'a' });
  expect(result.current).toEqual(answered('second'));
  rerender({ asked: answered(), question: 'b' });
  expect(result.current).toEqual(answered());
});
