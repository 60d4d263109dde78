import { tagKeysFor, tagValuesFor } from './adHoc';
import { Resources } from './resources';

const ANSWERS: Record<string, string[]> = {
  'tag-keys': ['device', 'nas', 'step'],
  'tag-keys cpu': ['device', 'component'],
  'tag-keys radius': ['source'],
  'tag-values cpu device': ['bras-10', 'bras-2', 'bras-2'],
};
const resources = new Resources(async (path, { measurement, tag }) => {
  const answer = ANSWERS[[path, measurement, tag].filter(Boolean).join(' ')];
  if (!answer) {
    throw { status: 502, data: {} };
  }
  return answer;
}, Date.now);
const texts = ({ data }: { data: Array<{ text: string }> }) => data.map(({ text }) => text);

describe('ad hoc filters', () => {
  it('offer the tags of the measurements that a dashboard reads', async () => {
    const queries = [
      { refId: 'A', measurement: 'cpu' },
      { refId: 'B', measurement: 'radius' },
      { refId: 'C', kind: 'incidents' as const },
    ];
    expect(texts(await tagKeysFor(resources, queries))).toEqual(['component', 'device', 'source']);
  });

  it('offer all tags where a measurement is not known', async () => {
    for (const queries of [undefined, [], [{ refId: 'A' }], [{ refId: 'A', measurement: '$name' }]]) {
      expect(texts(await tagKeysFor(resources, queries))).toEqual(['device', 'nas', 'step']);
    }
  });

  it('offer each value once, numbers in their order', async () => {
    expect(texts(await tagValuesFor(resources, 'device', [{ refId: 'A', measurement: 'cpu' }]))).toEqual([
      'bras-2',
      'bras-10',
    ]);
  });

  it('say why there is nothing to choose', async () => {
    const answer = await tagKeysFor(resources, [{ refId: 'A', measurement: 'gone' }]);
    expect(answer).toEqual({ data: [], error: { message: expect.stringContaining('Presage does not answer') } });
  });
});
