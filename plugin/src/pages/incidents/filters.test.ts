import { filterQuery, Filters, NO_FILTERS, readFilters, writeFilters } from './filters';

const CHOSEN: Filters = { state: 'all', kind: 'link-load', device: 'core-1', phase: 'predicted' };

describe('the filters of incidents', () => {
  it('go through the URL and come back', () => {
    for (const filters of [CHOSEN, NO_FILTERS, { ...NO_FILTERS, device: 'a b&c' }]) {
      expect(readFilters(writeFilters(filters))).toEqual(filters);
    }
  });

  it('leave the URL as it is while nothing is chosen', () => {
    expect(Object.values(writeFilters(NO_FILTERS)).filter(Boolean)).toEqual([]);
  });

  it('pass over what they do not know, and take the first of several values', () => {
    expect(readFilters({ state: 'loud', phase: 'x', kind: null, more: 'y' })).toEqual(NO_FILTERS);
    expect(readFilters({ device: ['core-1', 'core-2'] }).device).toBe('core-1');
  });

  it('ask the data source only for what is chosen', () => {
    expect(filterQuery(NO_FILTERS)).toEqual({ state: 'open' });
    expect(filterQuery(CHOSEN)).toEqual({
      ...{ state: 'all', incidentKind: 'link-load', device: 'core-1', phase: 'predicted' },
    });
  });
});
