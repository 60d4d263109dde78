import type { Component, ComponentKind, DeviceReading, InterfaceReading, MemoryReading } from '../../model/device.ts';

/** A component as it was found in a reading, not yet known by an id. */
export type FoundComponent = Omit<Component, 'id'>;

export interface Identified {
  /** All components known, those that vanished included, with what was read of them last. */
  readonly components: readonly Component[];
  /** The id of each row found, in the order of `found`. */
  readonly ids: readonly string[];
}

const plain = { alias: '', speedBitsPerSecond: null, adminStatus: null, operStatus: null };

/** The memories of a reading without what is given back when memory is short. */
export const lastingMemory = ({ memory }: DeviceReading): readonly MemoryReading[] =>
  memory.some(({ reclaimable }) => reclaimable) ? memory.filter(({ reclaimable }) => !reclaimable) : memory;

/** The components of a reading, kind by kind, rows in their order. */
export function foundComponents(reading: DeviceReading): FoundComponent[] {
  const described = (kind: ComponentKind, rows: readonly { index: string; description: string }[]) =>
    rows.map(({ index, description }): FoundComponent => ({ ...plain, kind, index, name: description }));
  return [
    ...described('cpu', reading.cpu),
    ...described('memory', lastingMemory(reading)),
    ...described('temperature', reading.temperature),
    ...reading.sensors.map(
      ({ kind, index, description }): FoundComponent => ({ ...plain, kind, index, name: description }),
    ),
    ...reading.interfaces.map(({ index, name, alias, speedBitsPerSecond, adminStatus, operStatus }): FoundComponent => {
      return { kind: 'interface', index, name, alias, speedBitsPerSecond, adminStatus, operStatus };
    }),
  ];
}

/**
 * Finds out which known component each found row is. A name that only one row and one known component bear is the
 * component, whatever its index. Where a name is shared, or there is none, the alias decides, then the index, and this
 * only while it is not evident that rows were renumbered: rows that went and rows that came at once make the whole name
 * doubtful, and a new component is better than the history of two mixed; the old ones are never found by an index again.
 * `present` are the keys of what was found the last time.
 *
 * A new id is the name, `name#index` where the name is shared, or the index where there is none; once given it stays.
 */
export function identify(
  known: readonly Component[],
  found: readonly FoundComponent[],
  present: ReadonlySet<string> = new Set(known.map(componentKey)),
): Identified {
  const matches = new Map<FoundComponent, Component>();
  const knownByName = Map.groupBy(known, nameKey);
  const foundByName = Map.groupBy(found, nameKey);
  const doubtful = new Set(
    [...foundByName].flatMap(([name, rows]) => matchName(rows, knownByName.get(name) ?? [], present, matches)),
  );

  const taken = new Set(known.map(componentKey));
  const ids = found.map((row) => {
    const id = matches.get(row)?.id ?? freeId(row, foundByName.get(nameKey(row))!.length === 1, taken);
    taken.add(componentKey({ ...row, id }));
    return id;
  });
  const seen = new Map(found.map((row, position) => [componentKey({ ...row, id: ids[position]! }), position]));
  const after = known.map((component) => {
    const position = seen.get(componentKey(component));
    seen.delete(componentKey(component));
    if (position !== undefined) return withId(found[position]!, component.id);
    return doubtful.has(component) ? { ...component, index: '' } : component;
  });
  return { components: [...after, ...[...seen.values()].map((at) => withId(found[at]!, ids[at]!))], ids };
}

/** Written out, as a spread takes half as much memory again, and there are dozens of components in each of thousands of devices. */
function withId(found: FoundComponent, id: string): Component {
  const { kind, index, name, alias, speedBitsPerSecond, adminStatus, operStatus } = found;
  return { id, kind, index, name, alias, speedBitsPerSecond, adminStatus, operStatus };
}

/** True when two lists are of the same components with the same attributes, in the same order. */
export function sameComponents(a: readonly Component[], b: readonly Component[]): boolean {
  return a.length === b.length && a.every((each, place) => each.id === b[place]!.id && same(each, b[place]!));
}

function same(a: FoundComponent, b: FoundComponent): boolean {
  return (
    a.kind === b.kind &&
    a.index === b.index &&
    a.name === b.name &&
    a.alias === b.alias &&
    a.speedBitsPerSecond === b.speedBitsPerSecond &&
    a.adminStatus === b.adminStatus &&
    a.operStatus === b.operStatus
  );
}

/** True when these components are those of a reading, in its order. */
export function areFound(components: readonly FoundComponent[], reading: DeviceReading): boolean {
  const { cpu, temperature, sensors, interfaces } = reading;
  const memory = lastingMemory(reading);
  const count = cpu.length + memory.length + temperature.length + sensors.length + interfaces.length;
  if (components.length !== count) return false;
  let place = 0;
  const described = (kind: ComponentKind, { index, description }: { index: string; description: string }) => {
    const known = components[place++]!;
    return known.kind === kind && known.index === index && known.name === description;
  };
  return (
    cpu.every((row) => described('cpu', row)) &&
    memory.every((row) => described('memory', row)) &&
    temperature.every((row) => described('temperature', row)) &&
    sensors.every((row) => described(row.kind, row)) &&
    interfaces.every((row) => isInterface(components[place++]!, row))
  );
}

const isInterface = (known: FoundComponent, row: InterfaceReading) =>
  known.kind === 'interface' &&
  known.index === row.index &&
  known.name === row.name &&
  known.alias === row.alias &&
  known.speedBitsPerSecond === row.speedBitsPerSecond &&
  known.adminStatus === row.adminStatus &&
  known.operStatus === row.operStatus;

/** Tells the components of a device apart; ids are unique within a kind. */
export const componentKey = ({ kind, id }: Pick<Component, 'kind' | 'id'>): string => `${kind}\n${id}`;

const nameKey = ({ kind, name }: FoundComponent) => `${kind}\n${name}`;

/** Matches the rows of one name to the known components of that name; answers those whose index is doubtful from now on. */
function matchName(
  rows: readonly FoundComponent[],
  known: readonly Component[],
  present: ReadonlySet<string>,
  matches: Map<FoundComponent, Component>,
): readonly Component[] {
  if (rows.length === 1 && known.length === 1 && rows[0]!.name !== '') {
    matches.set(rows[0]!, known[0]!);
    return [];
  }
  const rowsByAlias = uniqueBy(rows, ({ alias }) => alias);
  const knownByAlias = uniqueBy(known, ({ alias }) => alias);
  for (const [alias, row] of rowsByAlias) {
    const component = knownByAlias.get(alias);
    if (alias !== '' && component) matches.set(row, component);
  }
  const matched = new Set(matches.values());
  const restKnown = known.filter((component) => !matched.has(component));
  const restRows = rows.filter((row) => !matches.has(row));
  const before = new Set(restKnown.filter((each) => present.has(componentKey(each))).map(({ index }) => index));
  const now = new Set(restRows.map(({ index }) => index));
  if ([...before].some((index) => !now.has(index)) && [...now].some((index) => !before.has(index))) return restKnown;
  // Rows of several tables may share an index: they are told apart by their order.
  const knownByIndex = Map.groupBy(restKnown, ({ index }) => index);
  for (const row of restRows) {
    const component = knownByIndex.get(row.index)?.shift();
    if (component) matches.set(row, component);
  }
  return [];
}

/** The items whose key no other item has. */
function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const groups = [...Map.groupBy(items, keyOf)].filter(([, group]) => group.length === 1);
  return new Map(groups.map(([key, [item]]) => [key, item!]));
}

function freeId(row: FoundComponent, unique: boolean, taken: ReadonlySet<string>): string {
  const { kind, name, index } = row;
  const full = name === '' ? index : `${name}#${index}`;
  const free = (id: string) => !taken.has(componentKey({ kind, id }));
  if (unique && name !== '' && free(name)) return name;
  let id = full;
  for (let count = 2; !free(id); count++) id = `${full}#${count}`;
  return id;
}
