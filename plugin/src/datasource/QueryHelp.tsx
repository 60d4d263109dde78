import { QueryEditorHelpProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';
import React from 'react';

import { PresageQuery, QUERY_VERSION } from './types';

interface Example {
  title: string;
  text: string;
  query: Omit<PresageQuery, 'refId'>;
}

/** Queries that are of use in every network, for whoever begins in Explore. */
const examples = (): Example[] => [
  {
    title: t('datasource.help.radius', 'RADIUS sessions and their errors, real against predicted'),
    text: t(
      'datasource.help.radius-text',
      'The ten series of the RADIUS log with the forecast, its intervals, and the day ahead.'
    ),
    query: { kind: 'realAndPredicted', measurement: 'radius' },
  },
  {
    title: t('datasource.help.breach', 'Processors that may become overloaded'),
    text: t(
      'datasource.help.breach-text',
      'The forecast of the load and, for each step, the probability that it lies above 90 %.'
    ),
    query: { kind: 'forecast', measurement: 'cpu', threshold: 90 },
  },
  {
    title: t('datasource.help.links', 'The busiest minutes of the links'),
    text: t('datasource.help.links-text', 'The greatest load of every interface in each step that the graph can show.'),
    query: { kind: 'series', measurement: 'interface', aggregate: 'max' },
  },
  {
    title: t('datasource.help.incidents', 'What is broken or about to break'),
    text: t('datasource.help.incidents-text', 'Open incidents, measured and predicted, as a table.'),
    query: { kind: 'incidents', state: 'open' },
  },
  {
    title: t('datasource.help.accuracy', 'Whether the forecasts can be trusted'),
    text: t(
      'datasource.help.accuracy-text',
      'How far the forecasts in the range were from what was measured, the worst first.'
    ),
    query: { kind: 'accuracy', measurement: 'radius' },
  },
  {
    title: t('datasource.help.topology', 'How devices are reached'),
    text: t('datasource.help.topology-text', 'The network for the node graph, coloured by state.'),
    query: { kind: 'topology' },
  },
];

/** Examples to begin with; each replaces the query when it is chosen. */
export function QueryHelp({ onClickExample }: QueryEditorHelpProps<PresageQuery>) {
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2" variant="h4">
        {t('datasource.help.title', 'Queries to begin with')}
      </Text>
      {examples().map(({ title, text, query }) => (
        <Stack key={title} direction="column" gap={0.5} alignItems="flex-start">
          <Text weight="medium">{title}</Text>
          <Text color="secondary">{text}</Text>
          <Button
            size="sm"
            variant="secondary"
            aria-label={`${t('datasource.help.use', 'Use this query')}: ${title}`}
            onClick={() => onClickExample({ refId: 'A', version: QUERY_VERSION, ...query })}
          >
            {t('datasource.help.use', 'Use this query')}
          </Button>
        </Stack>
      ))}
    </Stack>
  );
}
