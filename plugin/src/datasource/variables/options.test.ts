import { ValuesOf } from '../interpolation';
import { Resources } from '../resources';
import { variableOptions } from './options';
import { VariableQuery } from './types';

const device = (
  id: string,
  site: string,
  nas: string[],
  components: Array<{ id: string; name: string; kind: string }>
) => ({
  id,
  name: id.toUpperCase(),
  site,
  nas,
  components,
});
const ANSWERS: Record<string, unknown> = {
  'api/v1/devices': {
    devices: [
      device('bras-10', 'south', ['10.0.0.10'], []),
      device('bras-2', 'north', ['10.0.0.2', '10.0.0.3'], [{ id: 'eth0', name: '', kind: 'interface' }]),
      device('core', '', [], [{ id: 'cpu#1', name: 'CPU 1', kind: 'cpu' }]),
    ],
  },
  kinds: [
    { kind: 'link-load', title: 'Link is full' },
    { kind: 'cpu', title: 'CPU is busy' },
  ],
  measurements: ['radius', 'cpu'],
  'fields cpu': ['load'],
  'tag-values nas': ['b', 'a'],
  'tag-values sessions nas': ['c'],
};
const VALUES: Record<string, string[] | undefined> = { $site: ['north'], $all: undefined, $two: ['bras-2', 'core'] };
const fill: ValuesOf = (text) => (text in VALUES ? VALUES[text] : [text]);

function offered(query: Omit<VariableQuery, 'refId'>) {
  const resources = new Resources(
    async (path, { measurement, tag }) => ANSWERS[[path, measurement, tag].filter(Boolean).join(' ')],
    Date.now
  );
  return variableOptions({ refId: 'A', ...query }, resources, fill);
}

const values = async (query: Omit<VariableQuery, 'refId'>) => (await offered(query)).map(({ value }) => value);

describe('a variable', () => {
  it('offers devices by name, in the order of their numbers', async () => {
    expect(await offered({})).toEqual([
      { text: 'BRAS-2', value: 'bras-2' },
      { text: 'BRAS-10', value: 'bras-10' },
      { text: 'CORE', value: 'core' },
    ]);
  });

  it('follows the choice of another', async () => {
    expect(await values({ choice: 'devices', site: '$site' })).toEqual(['bras-2']);
    expect(await values({ choice: 'nas', device: '$two' })).toEqual(['10.0.0.2', '10.0.0.3']);
    expect(await values({ choice: 'components', device: '$all' })).toEqual(['cpu#1', 'eth0']);
    expect(await values({ choice: 'components', device: '$two', site: 'north' })).toEqual(['eth0']);
  });

  it('offers sites, kinds of incidents, measurements, fields and values of tags', async () => {
    expect(await values({ choice: 'sites' })).toEqual(['north', 'south']);
    expect(await values({ choice: 'incidentKinds' })).toEqual(['cpu', 'link-load']);
    expect(await values({ choice: 'measurements' })).toEqual(['cpu', 'radius']);
    expect(await values({ choice: 'fields', measurement: 'cpu' })).toEqual(['load']);
    expect(await values({ choice: 'tagValues', tag: 'nas' })).toEqual(['a', 'b']);
    expect(await values({ choice: 'tagValues', tag: 'nas', measurement: 'sessions' })).toEqual(['c']);
    expect(await values({ choice: 'tagValues' })).toEqual([]);
  });

  it('calls a component without a name by its id', async () => {
    expect(await offered({ choice: 'components', site: 'north' })).toEqual([{ text: 'eth0', value: 'eth0' }]);
  });
});
