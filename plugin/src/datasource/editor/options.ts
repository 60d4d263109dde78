import { ComboboxOption } from '@grafana/ui';

import { Resources } from '../resources';

/** Options that are shown as they are. */
export const asOptions = (values: readonly string[]): Array<ComboboxOption<string>> =>
  values.map((value) => ({ value }));

export async function deviceOptions(resources: Resources): Promise<Array<ComboboxOption<string>>> {
  const devices = await resources.devices();
  return devices.map(({ id, name, site }) => ({ value: id, label: name, description: site }));
}

export async function kindOptions(resources: Resources): Promise<Array<ComboboxOption<string>>> {
  const kinds = await resources.incidentKinds();
  return kinds.map(({ kind, title }) => ({ value: kind, label: title }));
}
