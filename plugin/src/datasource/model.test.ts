import { readFileSync } from 'fs';
import { join } from 'path';

import { isNewer, migrate } from './migration';
import { MODEL_MEMBERS, ofKind, queryText, readQueryText } from './model';
import {
  AGGREGATES,
  DIRECTIONS,
  FORMATS,
  HORIZONS,
  KINDS,
  LEADS,
  MEASURES,
  PHASES,
  PresageQuery,
  QUERY_VERSION,
  STATES,
} from './types';

const base: PresageQuery = { refId: 'B', datasource: { uid: 'presage' }, hide: false, kind: 'series' };

describe('the query model', () => {
  it('is the one that the backend reads', () => {
    const { properties } = JSON.parse(readFileSync(join(__dirname, '../../../backend/query.schema.json'), 'utf8'));
    expect(Object.keys(properties).sort()).toEqual([...MODEL_MEMBERS].sort());
    expect(properties.version.const).toBe(QUERY_VERSION);
    const choices = {
      kind: KINDS,
      aggregate: AGGREGATES,
      lead: LEADS,
      horizon: HORIZONS,
      direction: DIRECTIONS,
      measure: MEASURES,
      state: STATES,
      phase: PHASES,
      format: FORMATS,
    };
    for (const [name, values] of Object.entries(choices)) {
      const known: string[] = properties[name].enum;
      expect([name, ...known.filter((value) => value !== '').sort()]).toEqual([name, ...[...values].sort()]);
    }
  });

  it('takes a query without a version for one of version 1 and leaves newer ones alone', () => {
    expect(migrate({ refId: 'A', kind: 'series' })).toEqual({ refId: 'A', kind: 'series', version: 1 });
    const newer = { refId: 'A', version: 2 };
    expect(migrate(newer)).toBe(newer);
    expect([isNewer(newer), isNewer({ refId: 'A', version: 1 }), isNewer({ refId: 'A' })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('keeps of a query what its new kind has a use for', () => {
    const forecast: PresageQuery = {
      ...base,
      kind: 'forecast',
      version: 1,
      measurement: 'cpu',
      field: 'load',
      lead: '1',
      threshold: 90,
    };
    expect(ofKind(forecast, 'series')).toEqual({
      ...base,
      version: 1,
      kind: 'series',
      measurement: 'cpu',
      field: 'load',
    });
    expect(ofKind(forecast, 'incidents')).toEqual({ ...base, version: 1, kind: 'incidents' });
  });
});

describe('a query as text', () => {
  it('shows what is Presage’s own, and is read back into the query it came from', () => {
    const query: PresageQuery = { ...base, version: 1, tags: { nas: '10.0.0.1' }, intervals: [80], threshold: 0.5 };
    expect(Object.keys(JSON.parse(queryText(query))).sort()).toEqual([
      'intervals',
      'kind',
      'tags',
      'threshold',
      'version',
    ]);
    expect(readQueryText(queryText(query), query)).toEqual({ query });
  });

  it('loses what was deleted from it', () => {
    expect(readQueryText('{}', base)).toEqual({ query: { refId: 'B', datasource: { uid: 'presage' }, hide: false } });
  });

  it.each([
    ['{"kind": ', /This is not JSON/],
    ['[]', /A query is an object/],
    ['{"colour": "red"}', /no colour; it has: .*measurement/],
    ['{"kind": "serie"}', /kind cannot be "serie"/],
    ['{"tags": {"device": 1}}', /tags cannot be {"device":1}/],
    ['{"threshold": "90"}', /threshold cannot be "90"/],
    ['{"intervals": [50]}', /intervals cannot be \[50\]/],
    ['{"limit": 0}', /limit cannot be 0/],
  ])('says what is wrong with %s', (text, words) => {
    expect(readQueryText(text, base)).toEqual({ problem: expect.stringMatching(words) });
  });
});
