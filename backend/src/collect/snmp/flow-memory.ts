import { z } from 'zod';
import { COLUMNS, type CounterColumns } from './counter-table.ts';
import type { Moment } from './counters.ts';
import { type OpenFlows, STEP_NUMBERS } from './flow-steps.ts';

/** What is remembered of a device's flows over a restart. */
export interface FlowMemory {
  readonly moment: Moment;
  readonly counters: CounterColumns;
  readonly flows: OpenFlows;
}

/** To be raised when what is remembered changes its form. */
const VERSION = 2;

/** What stands before the numbers, as JSON: everything that is no long row of numbers. */
const HEAD = z.object({
  version: z.literal(VERSION),
  moment: z.object({ time: z.number(), uptimeSeconds: z.number().nullable() }),
  components: z.array(z.string()),
  /** Absent where they are the same. */
  flowing: z.array(z.string()).optional(),
  starts: z.array(z.number()),
  /** Octets of each row of numbers. */
  sizes: z.array(z.number()),
});
const SIZE_OCTETS = 4;

/** Written out after every poll of every device, so plain rows of numbers go as they are in memory. */
export function packMemory({ moment, counters, flows }: FlowMemory): Uint8Array {
  const rows = [
    counters.values,
    counters.marks,
    counters.discontinuities ?? NONE,
    ...flows.steps.map((step) => step.flows),
  ];
  const head: z.input<typeof HEAD> = {
    version: VERSION,
    moment,
    components: [...counters.components],
    ...(isSame(counters.components, flows.components) ? {} : { flowing: [...flows.components] }),
    starts: flows.steps.map(({ start }) => start),
    sizes: rows.map(({ byteLength }) => byteLength),
  };
  const words = Buffer.from(JSON.stringify(head));
  const size = Buffer.allocUnsafe(SIZE_OCTETS);
  size.writeUInt32BE(words.length);
  return Buffer.concat([size, words, ...rows.map(octetsOf)]);
}

/** What was remembered; undefined for what another version has written, or is damaged: the next poll then begins anew. */
export function unpackMemory(memory: Uint8Array): FlowMemory | undefined {
  try {
    const octets = Buffer.from(memory);
    let end = SIZE_OCTETS + octets.readUInt32BE(0);
    const head = HEAD.parse(JSON.parse(octets.toString('utf8', SIZE_OCTETS, end)));
    const rows = head.sizes.map((size) => {
      end += size;
      return Uint8Array.from(octets.subarray(end - size, end)).buffer;
    });
    const [values, marks, told, ...steps] = rows;
    const { moment, components, flowing = components, starts } = head;
    const counters = {
      components,
      values: new BigUint64Array(values!),
      marks: new Uint8Array(marks!),
      discontinuities: told!.byteLength > 0 ? new Float64Array(told!) : undefined,
    };
    const open = steps.map((step, place) => ({ start: starts[place]!, flows: new Float64Array(step) }));
    const sound =
      end === octets.length &&
      counters.marks.length === components.length &&
      counters.values.length === components.length * COLUMNS.length &&
      open.every(({ start, flows }) => start !== undefined && flows.length === flowing.length * STEP_NUMBERS);
    return sound ? { moment, counters, flows: { components: flowing, steps: open } } : undefined;
  } catch {
    return undefined;
  }
}

const NONE = new Float64Array();

const octetsOf = ({ buffer, byteOffset, byteLength }: NodeJS.ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);

const isSame = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((each, place) => each === b[place]));
