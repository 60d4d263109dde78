import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';

import { DataSource } from './datasource';
import { readQueryText } from './model';
import { QueryHelp } from './QueryHelp';
import { PresageQuery } from './types';

it('offers queries that the model knows, and gives the one that is chosen', () => {
  const chosen: PresageQuery[] = [];
  const datasource = {} as DataSource;
  render(
    <QueryHelp
      datasource={datasource}
      query={{ refId: 'A' }}
      onClickExample={(query: PresageQuery) => chosen.push(query)}
    />
  );
  for (const button of screen.getAllByRole('button', { name: /^Use this query: / })) {
    fireEvent.click(button);
  }
  expect(chosen.map(({ kind }) => kind)).toEqual([
    'realAndPredicted',
    'forecast',
    'series',
    'incidents',
    'accuracy',
    'topology',
  ]);
  for (const { refId, ...members } of chosen) {
    expect(readQueryText(JSON.stringify(members), { refId })).toEqual({ query: { refId, ...members } });
  }
});
