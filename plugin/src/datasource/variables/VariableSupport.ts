import { CustomVariableSupport, DataQueryRequest, DataQueryResponse } from '@grafana/data';
import { TemplateSrv } from '@grafana/runtime';
import { from, map, Observable } from 'rxjs';

import type { DataSource } from '../datasource';
import { inWords } from '../failures';
import { Resources } from '../resources';
import { templateValues } from '../templateValues';
import { variableOptions } from './options';
import { DEFAULT_CHOICE, VariableQuery } from './types';
import { VariableEditor } from './VariableEditor';

/** Variables of dashboards: devices, what they have, kinds of incidents and tags, each after the choice of others. */
export class VariableSupport extends CustomVariableSupport<DataSource, VariableQuery> {
  override editor = VariableEditor;

  constructor(
    private readonly resources: Resources,
    private readonly templates: TemplateSrv
  ) {
    super();
  }

  override getDefaultQuery() {
    return { refId: 'variable', choice: DEFAULT_CHOICE };
  }

  override query({ targets, scopedVars }: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const [query = { refId: 'variable' }] = targets;
    return from(this.options(query, scopedVars)).pipe(map((data) => ({ data })));
  }

  private async options(query: VariableQuery, scopedVars: DataQueryRequest['scopedVars']) {
    try {
      return await variableOptions(query, this.resources, templateValues(this.templates, scopedVars));
    } catch (error) {
      throw new Error(inWords(error));
    }
  }
}
