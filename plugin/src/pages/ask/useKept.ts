import { useState } from 'react';

import { Answered } from './useAnswer';

/** Keeps what was answered last until the next answer to the same question comes, so that a time range may move on. */
export function useKept<T>(asked: Answered<T>, question: string): Answered<T> {
  const [kept, setKept] = useState<{ answer: T; question: string }>();
  if (asked.answer !== undefined && (kept?.answer !== asked.answer || kept.question !== question)) {
    setKept({ answer: asked.answer, question });
  }
  return asked.answer === undefined && kept?.question === question ? { ...asked, answer: kept.answer } : asked;
}
