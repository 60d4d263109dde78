import { INTERFACE_FIELDS, type InterfaceField } from '../../model/device-series.ts';
import { bucketOf } from './minutes.ts';

export const FIELDS = Object.keys(INTERFACE_FIELDS) as InterfaceField[];

/** What flowed in one step of all flows of a device, by interface and field: units, and the milliseconds they are known of. */
export interface FlowStep {
  start: number;
  readonly amounts: Float64Array;
  readonly known: Float64Array;
}

/** What is not complete: the numbers of each component's fields lie side by side, in the order of the components. */
export interface OpenFlows {
  readonly components: readonly string[];
  readonly steps: readonly FlowStep[];
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
  /** What is in steps that are not complete, not a copy. */
  open(): OpenFlows;
}

/** `step` in milliseconds; goes on with what was open once. */
export function createFlowSteps(step: number, restored?: OpenFlows): FlowSteps {
  /** Those that were named last, and behind them others of which something is open. */
  let components = restored?.components ?? [];
  let aligned: readonly string[] | undefined;
  let steps = [...(restored?.steps ?? [])];
  /** A step that is over, to be used again: what lives from one minute to the next is dear to collect. */
  let spare: FlowStep | undefined;

  const opened = (start: number): FlowStep => {
    const size = components.length * FIELDS.length;
    if (spare?.amounts.length !== size)
      return { start, amounts: new Float64Array(size), known: new Float64Array(size) };
    const used = spare;
    spare = undefined;
    used.start = start;
    used.amounts.fill(0);
    used.known.fill(0);
    return used;
  };
  const stepAt = (start: number): FlowStep => {
    for (const step of steps) if (step.start === start) return step;
    const step = opened(start);
    steps.push(step);
    steps.sort((a, b) => a.start - b.start);
    return step;
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
  return {
    align(next) {
      if (next === aligned) return;
      aligned = next;
      const before = { components, steps };
      const isOpen = (place: number) =>
        steps.some(({ known }) => FIELDS.some((_, field) => known[placeOf(place, field)]! > 0));
      const open = components.filter((_, place) => isOpen(place));
      components = [...new Set([...next, ...open])];
      steps = before.steps.map(({ start }) => opened(start));
      const places = new Map(components.map((component, place) => [component, place]));
      for (const [place, component] of before.components.entries()) {
        const to = places.get(component);
        if (to === undefined) continue;
        for (const [number, { amounts, known }] of before.steps.entries()) {
          for (const field of FIELDS.keys()) {
            steps[number]!.amounts[placeOf(to, field)] = amounts[placeOf(place, field)]!;
            steps[number]!.known[placeOf(to, field)] = known[placeOf(place, field)]!;
          }
        }
      }
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
      spare = done[0];
      return finished;
    },
    open: () => ({ components, steps }),
  };
}

const placeOf = (place: number, field: number) => place * FIELDS.length + field;
