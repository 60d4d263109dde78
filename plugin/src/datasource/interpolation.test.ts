import { fillIn, UnaskableQuery, ValuesOf } from './interpolation';

const VALUES: Record<string, string[] | undefined> = {
  $device: ['bras-1'],
  $several: ['a', 'b'],
  $all: undefined,
  $empty: [''],
};
const valuesOf: ValuesOf = (text) => (text in VALUES ? VALUES[text] : [text]);
const filter = (key: string, value: string, operator = '=') => ({ key, operator, value });

describe('filling in a query', () => {
  it('replaces variables and leaves everything else as it is stored', () => {
    const query = {
      refId: 'A',
      version: 1,
      kind: 'series' as const,
      measurement: 'cpu',
      tags: { device: '$device' },
      limit: 5,
    };
    expect(fillIn(query, valuesOf)).toEqual({ ...query, tags: { device: 'bras-1' } });
    expect(fillIn({ refId: 'A' }, valuesOf)).toEqual({ refId: 'A' });
  });

  it('leaves out what a variable leaves open', () => {
    const query = { refId: 'A', kind: 'incidents' as const, device: '$all', incidentKind: '$empty' };
    expect(fillIn(query, valuesOf)).toEqual({ refId: 'A', kind: 'incidents' });
    expect(fillIn({ refId: 'A', tags: { device: '$all', nas: '$device' } }, valuesOf)).toEqual({
      refId: 'A',
      tags: { nas: 'bras-1' },
    });
  });

  it('refuses several values in words', () => {
    expect(() => fillIn({ refId: 'A', kind: 'incidents', device: '$several' }, valuesOf)).toThrow(UnaskableQuery);
    const filters = [{ ...filter('device', 'a', '=|'), values: ['a', 'b'] }];
    expect(() => fillIn({ refId: 'A', kind: 'incidents' }, valuesOf, filters)).toThrow(UnaskableQuery);
    expect(() => fillIn({ refId: 'A', field: '$several' }, valuesOf)).toThrow('$several stands for 2 values');
  });

  it('takes several values of a tag, each once, and leaves a tag open when one of them means all', () => {
    const filled = (device: string | string[]) => fillIn({ refId: 'A', tags: { device } }, valuesOf).tags;
    expect(filled('$several')).toEqual({ device: ['a', 'b'] });
    expect(filled(['$several', 'b', '$device', '$empty'])).toEqual({ device: ['a', 'b', 'bras-1'] });
    expect(filled(['c', '$all'])).toBeUndefined();
    expect(filled([])).toBeUndefined();
  });

  it('narrows series to one of the values of a filter', () => {
    const filters = [{ ...filter('device', 'a', '=|'), values: ['a', 'b'] }];
    expect(fillIn({ refId: 'A' }, valuesOf, filters).tags).toEqual({ device: ['a', 'b'] });
  });

  it('narrows series by the tags of ad hoc filters', () => {
    const query = { refId: 'A', measurement: 'cpu', tags: { device: 'a', component: '1' } };
    expect(fillIn(query, valuesOf, [filter('device', 'b')]).tags).toEqual({ device: 'b', component: '1' });
  });

  it('narrows incidents by a filter of the device and by no other tag', () => {
    const query = { refId: 'A', kind: 'incidents' as const };
    expect(fillIn(query, valuesOf, [filter('device', 'b'), filter('component', '1')])).toEqual({
      ...query,
      device: 'b',
    });
  });

  it('leaves out what filters exclude, beside what the query does', () => {
    const filters = [
      filter('device', 'a', '!='),
      { ...filter('device', 'b', '!=|'), values: ['b', 'c'] },
      filter('nas', 'x', '!='),
    ];
    const query = { refId: 'A', exclude: { site: '$device', zone: '$all', nas: ['x', 'y'] } };
    expect(fillIn(query, valuesOf, filters)).toEqual({
      refId: 'A',
      exclude: { site: 'bras-1', device: ['a', 'b', 'c'], nas: ['x', 'y'] },
    });
  });

  it('refuses other filters in words', () => {
    expect(() => fillIn({ refId: 'A' }, valuesOf, [filter('device', 'b', '=~')])).toThrow('device =~ b');
    const incidents = { refId: 'A', kind: 'incidents' as const };
    expect(() => fillIn(incidents, valuesOf, [filter('device', 'b', '!=')])).toThrow(UnaskableQuery);
  });
});
