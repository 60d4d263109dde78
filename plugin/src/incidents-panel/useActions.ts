import { useState } from 'react';

import { ActionRequest, IncidentAnswer, operate } from './backend';
import { Incident } from './types';

/** Does to incidents what an operator wants, and shows it before the next refresh brings it. */
export function useActions(uid: string | undefined) {
  const [answers, setAnswers] = useState(new Map<string, IncidentAnswer>());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  /** Resolves to the ids of those to which it was done. */
  const act = async (ids: string[], request: ActionRequest): Promise<string[]> => {
    if (uid === undefined) {
      return [];
    }
    setBusy(true);
    const results = await Promise.allSettled(ids.map((id) => operate(uid, id, request)));
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason.message)] : []));
    setAnswers((known) => new Map([...known, ...done.map((one) => [one.id, one] as const)]));
    setProblem(reasons.length > 0 ? [...new Set(reasons)].join(' ') : undefined);
    setBusy(false);
    return ids.filter((_, index) => results[index].status === 'fulfilled');
  };
  /** The incident as it has become, while the data do not know it yet. */
  const current = (incident: Incident): Incident => {
    const answer = answers.get(incident.id);
    if (!answer || answer.changedAt <= incident.changedAt) {
      return incident;
    }
    const { operator, changedAt } = answer;
    return { ...incident, operator: operator.state, operatorBy: operator.by ?? '', changedAt };
  };
  return { act, busy, problem, current };
}
