import {
  AdHocVariableFilter,
  AnnotationSupport,
  CoreApp,
  DataQueryError,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  LoadingState,
  QueryFixAction,
  ScopedVars,
  TestDataSourceResponse,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, HealthCheckError, HealthStatus, TemplateSrv } from '@grafana/runtime';
import { concatMap, Observable } from 'rxjs';

import { tagKeysFor, tagValuesFor } from './adHoc';
import { displayText } from './displayText';
import { inWords, protocolProblem } from './failures';
import { fillIn, UnaskableQuery } from './interpolation';
import { Resources } from './resources';
import { SingleFlight } from './singleFlight';
import { templateValues } from './templateValues';
import { PresageOptions, PresageQuery, QUERY_VERSION } from './types';
import { VariableSupport } from './variables/VariableSupport';

const HEALTH_LIFETIME = 30_000;

/** Presage as a source of data: everything is asked of the backend, queries as they are stored. */
export class DataSource extends DataSourceWithBackend<PresageQuery, PresageOptions> {
  readonly resources: Resources;
  override annotations: AnnotationSupport<PresageQuery> = {
    getDefaultQuery: () => ({ version: QUERY_VERSION, kind: 'incidents', state: 'all' }),
  };
  private readonly health = new SingleFlight(HEALTH_LIFETIME, Date.now);

  constructor(
    settings: DataSourceInstanceSettings<PresageOptions>,
    private readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.resources = new Resources(
      (path, params, abortSignal) => this.getResource(path, params, { abortSignal, showErrorAlert: false }),
      Date.now
    );
    this.variables = new VariableSupport(this.resources, this.templates);
  }

  override getDefaultQuery(app: CoreApp): Partial<PresageQuery> {
    return app === CoreApp.UnifiedAlerting
      ? { version: QUERY_VERSION, kind: 'incidents', state: 'open', format: 'numeric' }
      : { version: QUERY_VERSION, kind: 'realAndPredicted', measurement: 'radius' };
  }

  getQueryDisplayText(query: PresageQuery): string {
    return displayText(query);
  }

  override filterQuery(query: PresageQuery): boolean {
    return !query.hide;
  }

  /** Narrows a query by a value that was clicked on. */
  override modifyQuery(query: PresageQuery, { type, options }: QueryFixAction): PresageQuery {
    const { key, value } = options ?? {};
    return type === 'ADD_FILTER' && key && value !== undefined
      ? { ...query, tags: { ...query.tags, [key]: value } }
      : query;
  }

  override applyTemplateVariables(
    query: PresageQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): PresageQuery {
    return fillIn(query, templateValues(this.templates, scopedVars), filters);
  }

  /** Asks the backend. A query that cannot be asked gives an error of its own and does not keep others from it. */
  override query(request: DataQueryRequest<PresageQuery>): Observable<DataQueryResponse> {
    const refused = request.targets.flatMap((target) => {
      const message = this.refusal(target, request);
      return message === undefined ? [] : [{ refId: target.refId, message }];
    });
    const targets = request.targets.filter(({ refId }) => !refused.some((error) => error.refId === refId));
    return super.query({ ...request, targets }).pipe(
      concatMap(async (response) => {
        const errors = errorsOf(response);
        const explained = errors.length > 0 ? await this.explain(errors) : [];
        return withErrors(response, [...explained, ...refused]);
      })
    );
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    const health = await this.callHealthCheck();
    const { status, message, details } = health ?? {};
    const healthy = status === HealthStatus.OK;
    const problem = healthy || speaks(details) ? protocolProblem(details) : undefined;
    if (healthy && problem === undefined) {
      return { status: 'success', message };
    }
    const why = problem ?? inWords({ data: health });
    return Promise.reject({ status: 'error', message: why, error: new HealthCheckError(why, details ?? {}) });
  }

  override getTagKeys(options?: DataSourceGetTagKeysOptions<PresageQuery>) {
    return tagKeysFor(this.resources, options?.queries);
  }

  override getTagValues({ key, queries }: DataSourceGetTagValuesOptions<PresageQuery>) {
    return tagValuesFor(this.resources, key, queries);
  }

  private refusal(query: PresageQuery, { scopedVars, filters }: DataQueryRequest<PresageQuery>): string | undefined {
    try {
      this.applyTemplateVariables(query, scopedVars, filters);
      return undefined;
    } catch (error) {
      if (error instanceof UnaskableQuery) {
        return error.message;
      }
      throw error;
    }
  }

  /** The errors in words; where the backend speaks another protocol, that is what they say. */
  private async explain(errors: DataQueryError[]): Promise<DataQueryError[]> {
    const { details } = (await this.health.get('health', () => this.callHealthCheck())) ?? {};
    const problem = speaks(details) ? protocolProblem(details) : undefined;
    return errors.map((error) => ({ ...error, message: problem ?? inWords(error) }));
  }
}

function speaks(details: unknown): boolean {
  return (details as { protocol?: unknown } | null | undefined)?.protocol !== undefined;
}

// Grafana's own base class says a failure of the whole request in `error` alone, and panels still read it there.
/* eslint-disable @typescript-eslint/no-deprecated */
function errorsOf({ error, errors }: DataQueryResponse): DataQueryError[] {
  return errors ?? (error ? [error] : []);
}

function withErrors(response: DataQueryResponse, errors: DataQueryError[]): DataQueryResponse {
  const [error] = errors;
  return error ? { ...response, state: LoadingState.Error, error, errors } : response;
}
