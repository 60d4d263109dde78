/** Changes the devices of the running service for good. Throws CONFIG_INVALID for what is not right, FILE_UNWRITABLE. */
export interface DeviceEditor {
  /** Adds a device, or puts it in place of the one with its id; true when there was one. An entry is as in the configuration. */
  put(entry: Readonly<Record<string, unknown>> & { readonly id: string }): boolean;
  /** False when there is no such device. */
  remove(id: string): boolean;
}
