import { macOf, type PortIdentity } from './neighbour.ts';

/** How a neighbour, or LLDP on the device itself, calls a port: an identifier of any kind, and words. */
export interface PortName {
  readonly id: string | null;
  readonly description: string | null;
}

/**
 * Finds among ports the index of the one that is called so; null when nothing fits, or several do. A MAC address is one of
 * its own, a text its ifName, ifDescr or ifAlias, and a number at last its ifIndex.
 */
export function portFinder(ports: readonly PortIdentity[]): (name: PortName) => string | null {
  // Most ports are found by their names: the other ways are prepared when they are needed.
  const named = (textOf: (port: PortIdentity) => string | null) => {
    let indexes: Map<string, string | null> | undefined;
    return (text: string | null) => {
      if (text === null) return null;
      indexes ??= indexesBy(ports, textOf);
      return indexes.get(text.toLowerCase()) ?? null;
    };
  };
  const byMac = named(({ mac }) => mac);
  const byName = named(({ name }) => name);
  const byDescription = named(({ description }) => description);
  const byAlias = named(({ alias }) => alias);
  const byIndex = named(({ index }) => index);
  const byWords = (text: string | null) => byName(text) ?? byDescription(text) ?? byAlias(text);
  return ({ id, description }) => byMac(id && macOf(id)) ?? byWords(id) ?? byWords(description) ?? byIndex(id);
}

/** Indexes of ports by a text of theirs; null where several have it. */
function indexesBy(
  ports: readonly PortIdentity[],
  textOf: (port: PortIdentity) => string | null,
): Map<string, string | null> {
  const indexes = new Map<string, string | null>();
  for (const port of ports) {
    const text = textOf(port)?.toLowerCase();
    if (text) indexes.set(text, indexes.has(text) ? null : port.index);
  }
  return indexes;
}
