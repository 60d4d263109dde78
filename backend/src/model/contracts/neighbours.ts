import type { DeviceIdentity, Neighbourhood, NeighbourReading, PortIdentity } from '../neighbour.ts';

/** Reads who a device is and whom it has beside it. */
export interface NeighbourReader {
  /** Who it is, and what it was told by LLDP and CDP. Rejects when nothing answers. */
  read(): Promise<NeighbourReading & { readonly identity: DeviceIdentity }>;
  /** At which of its interfaces it has seen the MAC addresses that somebody wants to know of. Rejects when its name means nothing. */
  sightings(ports: readonly PortIdentity[], isWanted: (mac: string) => boolean): Promise<NeighbourReading>;
  /** Frees the socket. */
  close(): void;
}

/** Keeps what is known of the neighbours of devices. */
export interface NeighbourMemory {
  all(): Neighbourhood[];
  /** Replaces what is known of a device. */
  save(neighbourhood: Neighbourhood): void;
  forget(device: string): void;
}
