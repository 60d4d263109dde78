import { MetricFindValue } from '@grafana/data';

import { ValuesOf } from '../interpolation';
import { Device, Resources } from '../resources';
import { DEFAULT_CHOICE, VariableQuery } from './types';

/** What a variable offers: texts for people and the values that stand in queries, in the order of the texts. */
export async function variableOptions(
  query: VariableQuery,
  resources: Resources,
  fill: ValuesOf
): Promise<MetricFindValue[]> {
  const { choice = DEFAULT_CHOICE, site, device, measurement, tag } = query;
  const chosen = async (): Promise<Device[]> => {
    const ofSite = chooser(site, fill);
    const ofDevice = chooser(device, fill);
    return (await resources.devices()).filter((one) => ofSite(one.site) && ofDevice(one.id));
  };
  const ofEach = async (read: (measurement: string | undefined) => Promise<string[]>) => {
    const measurements = chosenIn(measurement, fill) ?? [undefined];
    return (await Promise.all(measurements.map(read))).flat().map(itself);
  };
  switch (choice) {
    case 'devices':
      return inOrder((await chosen()).map(({ id, name }) => ({ text: name, value: id })));
    case 'components':
      return inOrder(
        (await chosen()).flatMap(({ components }) =>
          components.map(({ id, name }) => ({ text: name || id, value: id }))
        )
      );
    case 'nas':
      return inOrder((await chosen()).flatMap(({ nas }) => nas.map(itself)));
    case 'sites':
      return inOrder((await chosen()).filter((one) => one.site !== '').map((one) => itself(one.site)));
    case 'incidentKinds':
      return inOrder((await resources.incidentKinds()).map(({ kind, title }) => ({ text: title, value: kind })));
    case 'measurements':
      return inOrder((await resources.measurements()).map(itself));
    case 'fields':
      return inOrder(await ofEach((name) => resources.fields(name)));
    case 'tagValues':
      return tag ? inOrder(await ofEach((name) => resources.tagValues(name, tag))) : [];
  }
}

const itself = (text: string): MetricFindValue => ({ text, value: text });

function chooser(text: string | undefined, fill: ValuesOf): (value: string) => boolean {
  const values = chosenIn(text, fill);
  return (value) => !values || values.includes(value);
}

/** The values chosen by a text; undefined for an empty one and for one that leaves the choice open. */
function chosenIn(text: string | undefined, fill: ValuesOf): string[] | undefined {
  const values = text ? fill(text)?.filter(Boolean) : undefined;
  return values?.length ? values : undefined;
}

/** Each value once, sorted by text; numbers in texts count as numbers. */
function inOrder(options: MetricFindValue[]): MetricFindValue[] {
  const distinct = new Map(options.map((option) => [option.value, option]));
  return [...distinct.values()].sort((a, b) => a.text.localeCompare(b.text, undefined, { numeric: true }));
}
