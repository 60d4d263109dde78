import { INTERFACE_FIELDS, type InterfaceField } from '../../model/device-series.ts';
import { bucketOf } from './minutes.ts';

export const FIELDS = Object.keys(INTERFACE_FIELDS) as InterfaceField[];

/** What flowed in one step of all flows of a device, by interface and field: units, and the milliseconds they are known of. */
interface Step {
  readonly start: number;
  readonly amounts: Float64Array;
  readonly known: Float64Array;
}

/** The part of a flow that lies in one step. */
export interface FlowPart {
  readonly component: string;
  readonly field: InterfaceField;
  readonly start: number;
  readonly amount: number;
  readonly known: number;
}

/** The finished steps of one flow: their starts, and units per second in them. */
export interface FinishedFlow {
  readonly component: string;
  readonly field: InterfaceField;
  readonly times: number[];
  readonly values: number[];
}

/**
 * Collects what flows through the interfaces of one device into steps of equal length, each published once, when it cannot
 * change any more. Kept as plain numbers, since there are a hundred flows in a device and thousands of devices.
 */
export interface FlowSteps {
  /** The interfaces that the places of flows mean from now on; what is open of others is kept. */
  align(components: readonly string[]): void;
  /**
   * `amount` units flowed evenly through the interface at this place from one time until before another. The value of a step
   * is what flowed in the part of it that is known, per second; amounts are divided by time alone, so that whole steps add
   * up to what was counted.
   */
  add(place: number, field: InterfaceField, from: number, to: number, amount: number): void;
  /** Takes out the steps that end by `counted`, the time of the newest counters. A step of which less than half is known is a gap. */
  complete(counted: number): FinishedFlow[];
  /** What is in steps that are not complete. */
  open(): FlowPart[];
  /** Goes on with what was open once, before anything is added. */
  restore(parts: readonly FlowPart[]): void;
}

/** `step` in milliseconds. */
export function createFlowSteps(step: number): FlowSteps {
  /** Those that were named last, and behind them others of which something is open. */
  let components: readonly string[] = [];
  let aligned: readonly string[] | undefined;
  let steps: Step[] = [];

  const stepAt = (start: number): Step => {
    const known = steps.find((other) => other.start === start);
    if (known) return known;
    const size = components.length * FIELDS.length;
    const opened = { start, amounts: new Float64Array(size), known: new Float64Array(size) };
    steps = [...steps, opened].toSorted((a, b) => a.start - b.start);
    return opened;
  };
  const put = (start: number, at: number, amount: number, known: number) => {
    const into = stepAt(start);
    into.amounts[at]! += amount;
    into.known[at]! += known;
  };
  /** Calls `take` for every flow with the place of its numbers. */
  const each = (take: (component: string, field: InterfaceField, at: number) => void) => {
    for (const [place, component] of components.entries()) {
      for (const [at, field] of FIELDS.entries()) take(component, field, placeOf(place, at));
    }
  };
  const open = (): FlowPart[] => {
    const parts: FlowPart[] = [];
    for (const { start, amounts, known } of steps) {
      each((component, field, at) => {
        if (known[at]! > 0) parts.push({ component, field, start, amount: amounts[at]!, known: known[at]! });
      });
    }
    return parts;
  };
  const restore = (parts: readonly FlowPart[]) => {
    const places = new Map(components.map((component, place) => [component, place]));
    const others = new Set(parts.map(({ component }) => component).filter((component) => !places.has(component)));
    for (const component of others) places.set(component, places.size);
    components = [...components, ...others];
    for (const { component, field, start, amount, known } of parts) {
      put(start, placeOf(places.get(component)!, FIELDS.indexOf(field)), amount, known);
    }
  };

  return {
    align(next) {
      if (next === aligned) return;
      const parts = open();
      aligned = next;
      components = next;
      steps = [];
      restore(parts);
    },
    add(place, field, from, to, amount) {
      const at = placeOf(place, FIELDS.indexOf(field));
      for (let start = bucketOf(from, step); start < to; start += step) {
        const known = Math.min(to, start + step) - Math.max(from, start);
        put(start, at, (amount * known) / (to - from), known);
      }
    },
    complete(counted) {
      const done = steps.filter(({ start }) => start <= counted - step);
      if (done.length === 0) return [];
      steps = steps.filter(({ start }) => start > counted - step);
      const finished: FinishedFlow[] = [];
      each((component, field, at) => {
        const sure = done.filter(({ known }) => known[at]! * 2 >= step);
        if (sure.length === 0) return;
        const values = sure.map(({ amounts, known }) => (amounts[at]! / known[at]!) * 1000);
        finished.push({ component, field, times: sure.map(({ start }) => start), values });
      });
      return finished;
    },
    open,
    restore,
  };
}

const placeOf = (place: number, field: number) => place * FIELDS.length + field;
