import { macOf, type PortIdentity } from './neighbour.ts';

/** How a neighbour, or LLDP on the device itself, calls a port: an identifier of any kind, and words. */
export interface PortName {
  readonly id: string | null;
  readonly description: string | null;
}

/**
 * Index of the interface that is called so; null when nothing fits, or several do. A MAC address is one of its own, a text
 * its ifName, ifDescr or ifAlias, and a number at last its ifIndex.
 */
export function portIndex(ports: readonly PortIdentity[], { id, description }: PortName): string | null {
  const only = (fits: (port: PortIdentity) => boolean) => {
    const found = ports.filter(fits);
    return found.length === 1 ? found[0]!.index : null;
  };
  const named = (words: string | null) => {
    if (!words) return null;
    const wanted = words.toLowerCase();
    return (
      only(({ name }) => name.toLowerCase() === wanted) ??
      only((port) => port.description.toLowerCase() === wanted) ??
      only(({ alias }) => alias.toLowerCase() === wanted)
    );
  };
  const address = id === null ? null : macOf(id);
  const byAddress = address === null ? null : only(({ mac }) => mac === address);
  return byAddress ?? named(id) ?? named(description) ?? only(({ index }) => index === id);
}
