import { createDataFrame } from '@grafana/data';

import { namedRadius } from './named';
import { targetTitles } from './targets';

const frames = (...names: string[]) => names.map((name) => createDataFrame({ name, fields: [] }));
const names = (...all: string[]) => namedRadius(frames(...all)).map(({ name }) => name);

describe('the RADIUS series', () => {
  it('have the words of people, in their order', () => {
    const fields = targetTitles().map(([field]) => field);
    expect(names(...[...fields].sort())).toEqual(targetTitles().map(([, title]) => title));
  });

  it('keep the name of their source, where there are several', () => {
    expect(names('north · count_failed', 'south · count_failed')).toEqual([
      'north · Failed requests an hour',
      'south · Failed requests an hour',
    ]);
  });

  it('come before what is not known here, which keeps its name', () => {
    expect(names('new_one', 'mean_delay')).toEqual(['Mean answer delay', 'new_one']);
  });
});
