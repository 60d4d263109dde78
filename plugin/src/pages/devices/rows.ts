import { Component, Device, DEVICE_STATES, DeviceLoad, DeviceState } from './answers';

/** A device with what the list shows of it besides. */
export interface DeviceRow extends Device {
  load: DeviceLoad | undefined;
  /** Name of the busiest interface. */
  busiest: string;
}

/** The rows of the list: the worst state first, then the most incidents, then by name as people count. */
export function deviceRows(devices: readonly Device[], loads: readonly DeviceLoad[]): DeviceRow[] {
  const byDevice = new Map(loads.map((load) => [load.device, load]));
  return devices
    .map((device) => {
      const load = byDevice.get(device.id);
      return { ...device, load, busiest: load ? componentName(device, load.component) : '' };
    })
    .sort(
      (a, b) =>
        stateRank(a.state) - stateRank(b.state) ||
        b.incidents.length - a.incidents.length ||
        a.name.localeCompare(b.name, undefined, { numeric: true })
    );
}

/** The place of a state, the worst first. */
export const stateRank = (state: DeviceState): number => DEVICE_STATES.indexOf(state);

/** What people call a component; its id where it has no name. */
export function componentName({ components }: Pick<Device, 'components'>, id: string): string {
  const component = components.find((one) => one.id === id);
  return component?.name || component?.alias || id;
}

/** The devices in one of these states (none: in any) in which every word is found. */
export function chosenRows(rows: readonly DeviceRow[], search: string, states: readonly DeviceState[]): DeviceRow[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const { name, id, address, site, nas, profile, sysName } = row;
    const text = [name, id, address, site, ...nas, profile, sysName].join(' ').toLocaleLowerCase();
    return (states.length === 0 || states.includes(row.state)) && words.every((word) => text.includes(word));
  });
}

/** How many devices there are in each state, the worst first; states without any are left out. */
export function stateCounts(devices: ReadonlyArray<Pick<Device, 'state'>>): Array<[DeviceState, number]> {
  return DEVICE_STATES.map((state): [DeviceState, number] => [
    state,
    devices.filter((device) => device.state === state).length,
  ]).filter(([, count]) => count > 0);
}

/** An interface to choose. */
export interface InterfaceOption {
  text: string;
  value: string;
}

/** The interfaces to choose from: those that are up first, each by its name and what it leads to. */
export function interfaceOptions(components: readonly Component[]): InterfaceOption[] {
  const up = ({ operStatus }: Component) => Number(operStatus === 'up');
  return components
    .filter(({ kind }) => kind === 'interface')
    .sort((a, b) => up(b) - up(a) || a.name.localeCompare(b.name, undefined, { numeric: true }))
    .map(({ id, name, alias }) => ({
      text: [name || id, alias].filter((word) => word !== '' && word !== undefined).join(' · '),
      value: id,
    }));
}
