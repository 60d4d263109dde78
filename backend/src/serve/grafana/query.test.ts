import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseQuery, queryJsonSchema } from './query.ts';

describe('a stored query', () => {
  test('that says nothing has every default', () => {
    const defaults = { version: 1, kind: 'realAndPredicted', lead: 'newest', intervals: [80, 95], state: 'open' };
    expect(parseQuery('{"refId":"A"}')).toMatchObject({ ...defaults, tags: {}, limit: 1000 });
    expect(parseQuery('')).toEqual(parseQuery('{}'));
  });

  test('may hold empty texts, as an editor leaves them, and members of Grafana', () => {
    const stored = {
      measurement: '',
      field: ' ',
      incidentKind: '',
      device: '',
      phase: '',
      tags: { device: '' },
      datasource: { uid: 'x' },
      hide: false,
    };
    expect(parseQuery(JSON.stringify(stored))).toEqual(parseQuery('{}'));
  });

  test('keeps several values of a tag and forgets a list of none', () => {
    const { tags } = parseQuery('{"tags":{"device":["a","b"],"nas":[],"zone":[""],"site":"x"}}');
    expect(tags).toEqual({ device: ['a', 'b'], site: 'x' });
  });

  test.each([
    ['[]', /query/],
    ['null', /query/],
    ['{"kind":"weather"}', /^kind: /],
    ['{"tags":{"device":1}}', /^tags\.device: /],
    ['{"limit":0}', /^limit: /],
    ['{"intervals":[50]}', /^intervals\.0: /],
    ['{"version":7}', /of version 7.*update the backend/],
    ['{', /not JSON/],
  ])('%s is refused in words', (json, words) => {
    expect(() => parseQuery(json)).toThrow(words);
  });

  test('is described by the schema beside the backend', () => {
    const written = JSON.parse(readFileSync(join(import.meta.dirname, '../../../query.schema.json'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(queryJsonSchema())));
  });
});
