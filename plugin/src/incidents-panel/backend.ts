import { DataQueryRequest } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { firstValueFrom } from 'rxjs';

import { PresageQuery } from '../datasource/types';
import { Phase } from '../incidents/words';
import { OperatorState } from './types';

const DATA_SOURCE = 'presage-netops-datasource';

export type Action = 'acknowledge' | 'unacknowledge' | 'comment' | 'snooze' | 'shelve' | 'unshelve' | 'close';

/** What an operator does; `until` of a snooze is epoch milliseconds. */
export interface ActionRequest {
  action: Action;
  comment?: string;
  until?: number;
}

/** What the backend answers of an incident, as far as the panel shows it beside its row. */
export interface IncidentAnswer {
  id: string;
  phase: Phase;
  value: number | null;
  worst: number | null;
  threshold: number;
  unit: string;
  changedAt: number;
  operator: { state: OperatorState; by: string | null; at: number | null; until: number | null };
  comments: Array<{ time: number; by: string; text: string }>;
}

export interface HistoryAnswer {
  incident: IncidentAnswer;
  history: Array<{ number: number; time: number; type: string; incident: IncidentAnswer }>;
}

/** The uid of the Presage data source that is asked; undefined when none is. */
export const dataSourceOf = (request: DataQueryRequest | undefined): string | undefined =>
  request?.targets.find(({ datasource }) => datasource?.type === DATA_SOURCE)?.datasource?.uid;

/** True when the query itself asks for some incidents only, so that their absence says nothing of the others. */
export const isNarrowed = (request: DataQueryRequest<PresageQuery> | undefined): boolean =>
  request?.targets.some(({ incidentKind, device, phase }) =>
    // What a variable stands for is not known here.
    [incidentKind, device, phase].some((value) => value && !value.startsWith('$'))
  ) ?? false;

const resource = (uid: string, path: string) => `/api/datasources/uid/${uid}/resources/api/v1/incidents/${path}`;

/** One incident with everything that happened to it. Rejects with an error whose message says why not. */
export async function readHistory(uid: string, id: string): Promise<HistoryAnswer> {
  return ask<HistoryAnswer>({ url: resource(uid, id), method: 'GET' });
}

/** Does something to an incident, and answers it as it has become. Rejects with an error whose message says why not. */
export async function operate(uid: string, id: string, data: ActionRequest): Promise<IncidentAnswer> {
  return ask<IncidentAnswer>({ url: resource(uid, `${id}/actions`), method: 'POST', data });
}

async function ask<T>(request: { url: string; method: string; data?: ActionRequest }): Promise<T> {
  try {
    const answer = await firstValueFrom(getBackendSrv().fetch<T>({ ...request, showErrorAlert: false }));
    return answer.data;
  } catch (error) {
    throw new Error(messageOf(error));
  }
}

/** The backend's own words of a problem, else Grafana's. */
function messageOf(error: unknown): string {
  const { data, statusText, message } = error as {
    data?: { detail?: string; message?: string };
    statusText?: string;
    message?: string;
  };
  return data?.detail ?? data?.message ?? message ?? statusText ?? String(error);
}
