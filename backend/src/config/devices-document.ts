import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { PresageError } from '../errors.ts';

/** A device as it is written in the file. */
export type DeviceEntry = Readonly<Record<string, unknown>> & { readonly id: string };

/** A device that was found, with words for people that become a comment. */
export interface FoundEntry {
  readonly entry: DeviceEntry;
  readonly comment: string;
}

/** What stays of a device when a new entry leaves it out: nobody is shown it, so nobody can write it again. */
const KEPT = ['community', 'community_file'];
const HEAD = ' The devices of the network. Presage reads this file again when it changes.';

/** The text of a devices file with an entry added, or put in place of the one with its id. What people wrote beside stays. */
export function withDevice(text: string, entry: DeviceEntry): string {
  const { document, devices } = opened(text);
  const old = devices.items.find((item) => isMap(item) && item.get('id') === entry.id) as YAMLMap | undefined;
  if (!old) devices.add(document.createNode(clean(entry)));
  else update(document, old, clean(entry));
  return written(document, devices);
}

/** The text without a device; undefined when there is none with this id. */
export function withoutDevice(text: string, id: string): string | undefined {
  const { document, devices } = opened(text);
  const place = devices.items.findIndex((item) => isMap(item) && item.get('id') === id);
  if (place < 0) return undefined;
  devices.items.splice(place, 1);
  return written(document, devices);
}

/** The text with devices that were found added at its end; all that stands in it stays as it is. */
export function withFound(text: string, found: readonly FoundEntry[]): string {
  const { document, devices } = opened(text);
  for (const { entry, comment } of found) {
    const node = document.createNode(clean(entry)) as YAMLMap;
    node.commentBefore = ` ${comment}`;
    devices.add(node);
  }
  return written(document, devices);
}

/** Ids and addresses of the devices in a file as they are written, also where their values are wrong. */
export function writtenDevices(text: string): { readonly id: string; readonly address: string }[] {
  const { devices } = opened(text);
  return devices.items.flatMap((item) => {
    if (!isMap(item)) return [];
    return [{ id: String(item.get('id') ?? ''), address: String(item.get('address') ?? '') }];
  });
}

/** Throws CONFIG_INVALID for what is no YAML, or has something else than a list as `devices`. */
function opened(text: string): { document: Document; devices: YAMLSeq } {
  const document: Document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new PresageError('CONFIG_INVALID', `the file of the devices is no YAML: ${document.errors[0]!.message}`);
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    document.commentBefore ??= HEAD;
    document.contents = document.createNode({ devices: [] }) as unknown as Document['contents'];
  }
  const found = isMap(document.contents) ? document.get('devices') : undefined;
  if (found === undefined || found === null) {
    if (!isMap(document.contents)) throw noList();
    document.set('devices', document.createNode([]));
  } else if (!isSeq(found)) throw noList();
  return { document, devices: document.get('devices') as YAMLSeq };
}

const noList = () =>
  new PresageError('CONFIG_INVALID', 'the file of the devices has no list devices: write devices: [] into it');

function written(document: Document, devices: YAMLSeq): string {
  devices.flow = devices.items.length === 0;
  return document.toString({ lineWidth: 0 });
}

/** An entry without what is undefined. */
const clean = (entry: DeviceEntry) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

/** Makes a node say what an entry says; what says so already keeps its way of writing and its comments. */
function update(document: Document, node: YAMLMap, entry: Readonly<Record<string, unknown>>): void {
  const before = node.toJS(document) as Record<string, unknown>;
  for (const key of Object.keys(before)) if (!(key in entry) && !KEPT.includes(key)) node.delete(key);
  for (const [key, value] of Object.entries(entry)) {
    if (!isDeepStrictEqual(before[key], value)) node.set(key, document.createNode(value));
  }
}
