import { DataSourcePlugin } from '@grafana/data';

import { initTranslations } from '../translations';
import { ConfigEditor } from './ConfigEditor';
import { DataSource } from './datasource';
import { QueryEditor } from './QueryEditor';
import { QueryHelp } from './QueryHelp';
import { PresageOptions, PresageQuery, PresageSecrets } from './types';

await initTranslations();

export const plugin = new DataSourcePlugin<DataSource, PresageQuery, PresageOptions, PresageSecrets>(DataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
