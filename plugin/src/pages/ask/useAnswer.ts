import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { firstValueFrom, Subject, takeUntil } from 'rxjs';

import { inWords } from '../../datasource/failures';

const DATA_SOURCE = 'presage-netops-datasource';

/** How often a page asks again unless it says otherwise, milliseconds. */
export const PERIOD = 15_000;

/** What is known of an answer: the newest one, and why there is no newer one. */
export interface Answered<T> {
  answer: T | undefined;
  problem: string | undefined;
}

/** The uid of the first Presage data source; undefined when there is none. */
export const presageUid = (): string | undefined => getDataSourceSrv().getList({ pluginId: DATA_SOURCE })[0]?.uid;

/** Where the backend's own paths lie in Grafana. */
export const resourceUrl = (uid: string, path: string) =>
  `/api/datasources/uid/${encodeURIComponent(uid)}/resources/api/v1/${path}`;

/** Where the kinds of incidents are listed. */
export const kindsUrl = (uid: string) => `/api/datasources/uid/${encodeURIComponent(uid)}/resources/kinds`;

/** Where the health check lies. */
export const healthUrl = (uid: string) => `/api/datasources/uid/${encodeURIComponent(uid)}/health`;

/**
 * Asks at once and again each period while the page is seen; undefined asks nothing. What a failure says is read by
 * `readFailure`, which may make an answer of it.
 */
export function useAnswer<T>(
  url: string | undefined,
  readFailure?: (failure: unknown) => T | undefined,
  period = PERIOD
): Answered<T> {
  const [known, setKnown] = useState<Answered<T> & { url?: string }>({ answer: undefined, problem: undefined });
  useEffect(() => {
    if (url === undefined) {
      return;
    }
    const left = new Subject<void>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const next = document.hidden ? undefined : await answerOf<T>(url, left, readFailure);
      if (left.closed) {
        return;
      }
      if (next) {
        setKnown((before) => ({
          url,
          answer: next.answer ?? (before.url === url ? before.answer : undefined),
          problem: next.problem,
        }));
      }
      timer = setTimeout(ask, period);
    };
    void ask();
    return () => {
      clearTimeout(timer);
      left.next();
      left.unsubscribe();
    };
  }, [url, readFailure, period]);
  return known.url === url ? known : { answer: undefined, problem: undefined };
}

async function answerOf<T>(
  url: string,
  left: Subject<void>,
  readFailure: ((failure: unknown) => T | undefined) | undefined
): Promise<Answered<T>> {
  try {
    const asked = getBackendSrv().fetch<T>({ url, method: 'GET', showErrorAlert: false }).pipe(takeUntil(left));
    return { answer: (await firstValueFrom(asked)).data, problem: undefined };
  } catch (failure) {
    const answer = readFailure?.(failure);
    return answer === undefined ? { answer, problem: inWords(failure) } : { answer, problem: undefined };
  }
}
