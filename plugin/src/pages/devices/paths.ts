/** Where the devices are shown. */
export const DEVICES_PATH = '/a/presage-netops-app/devices';

/** Where a device is shown. */
export const devicePath = (id: string) => `${DEVICES_PATH}/${encodeURIComponent(id)}`;
