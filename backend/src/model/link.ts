import type { Witness } from './neighbour.ts';

/** One end of a link. */
export interface LinkEnd {
  /** Id of the device, or of the neighbour that is none of the devices. */
  readonly node: string;
  /** ifIndex; null where it is not known. */
  readonly index: string | null;
  /** The interface in words; may be empty. */
  readonly port: string;
}

/** Two neighbours and how that is known. */
export interface Link {
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly known: readonly {
    readonly by: Witness;
    /** The device that says so. */
    readonly device: string;
    /** Epoch milliseconds UTC. */
    readonly lastSeen: number;
  }[];
}

/** What a device has beside it that is not among the devices. */
export interface Stranger {
  /** Unlike any id of a device. */
  readonly id: string;
  readonly name: string | null;
  readonly chassis: string | null;
  readonly address: string | null;
}

/** How the devices hang together, as far as they know themselves. */
export interface NetworkLinks {
  readonly links: readonly Link[];
  readonly strangers: readonly Stranger[];
  /** By device without a configured parent: the neighbour through which it seems to be reached. */
  readonly proposedParents: ReadonlyMap<string, string>;
}
