import { INTERFACE_FIELDS, type InterfaceField } from '../../model/device-series.ts';
import { bucketOf } from './minutes.ts';

export const FIELDS = Object.keys(INTERFACE_FIELDS) as InterfaceField[];

/**
 * What flowed in one step of all flows of a device, by interface and field: of each the units, and the milliseconds they are
 * known of.
 */
export interface FlowStep {
  readonly start: number;
  readonly flows: Float64Array;
}

/** Numbers of a flow in a step, and of a component with all its flows. */
const NUMBERS = 2;
export const STEP_NUMBERS = FIELDS.length * NUMBERS;

/** What is not complete: the numbers of each component's fields lie side by side, in the order of the components. */
export interface OpenFlows {
  readonly components: readonly string[];
  readonly steps: readonly FlowStep[];
}

/**
 * Takes the finished steps of one flow: their starts, and units per second in them. `place` is that of the component among
 * those that were aligned, or behind them when it is none of those.
 */
export type TakeFlow = (
  component: string,
  place: number,
  field: InterfaceField,
  times: readonly number[],
  values: readonly number[],
) => void;

/**
 * Collects what flows through the interfaces of one device into steps of equal length, each published once, when it cannot
 * change any more. Kept as plain numbers, since there are a hundred flows in a device and thousands of devices.
 */
export interface FlowSteps {
  /** The interfaces that the places of flows mean from now on; what is open of others is kept. */
  align(components: readonly string[]): void;
  /**
   * What is added flows evenly from one time until before another. The value of a step is what flowed in the part of it that
   * is known, per second; amounts are divided by time alone, so that whole steps add up to what was counted. What is
   * answered is good until `complete`, which gives the room of steps away.
   */
  between(from: number, to: number): AddFlow;
  /** Takes out the steps that end by `counted`, the time of the newest counters. A step of which less than half is known is a gap. */
  complete(counted: number, take: TakeFlow): void;
  /** What is in steps that are not complete, not a copy. */
  open(): OpenFlows;
}

/** Adds so many units to the flow of a field (its place in FIELDS) through the interface at a place. */
export type AddFlow = (place: number, field: number, amount: number) => void;

/**
 * Numbers of steps that are over, to be used again by any device: a poll opens a step before it completes the one before, and
 * what lives from one minute to the next is dear to collect.
 */
export class SpareFlows {
  private readonly bySize = new Map<number, Float64Array[]>();

  /** So many numbers, all zero. */
  take(size: number): Float64Array {
    return this.bySize.get(size)?.pop()?.fill(0) ?? new Float64Array(size);
  }

  give(flows: Float64Array): void {
    const same = this.bySize.get(flows.length);
    if (same) same.push(flows);
    else this.bySize.set(flows.length, [flows]);
  }
}

/** `step` in milliseconds; goes on with what was open once. */
export function createFlowSteps(step: number, restored?: OpenFlows, spare = new SpareFlows()): FlowSteps {
  /** Those that were named last, and behind them others of which something is open. */
  let components = restored?.components ?? [];
  let aligned: readonly string[] | undefined;
  let steps = [...(restored?.steps ?? [])];

  const opened = (start: number): FlowStep => ({ start, flows: spare.take(components.length * STEP_NUMBERS) });
  const stepAt = (start: number): FlowStep => {
    for (const step of steps) if (step.start === start) return step;
    const step = opened(start);
    steps.push(step);
    steps.sort((a, b) => a.start - b.start);
    return step;
  };
  return {
    align(next) {
      if (next === aligned) return;
      aligned = next;
      const before = { components, steps };
      const isOpen = (place: number) =>
        steps.some(({ flows }) => FIELDS.some((_, field) => flows[placeOf(place, field) + 1]! > 0));
      const open = components.filter((_, place) => isOpen(place));
      components = [...new Set([...next, ...open])];
      steps = before.steps.map(({ start }) => opened(start));
      const places = new Map(components.map((component, place) => [component, place]));
      for (const [place, component] of before.components.entries()) {
        const to = places.get(component);
        if (to === undefined) continue;
        const [from, end] = [placeOf(place, 0), placeOf(place + 1, 0)];
        for (const [number, { flows }] of before.steps.entries()) {
          steps[number]!.flows.set(flows.subarray(from, end), placeOf(to, 0));
        }
      }
    },
    between(from, to) {
      const parts: { readonly flows: Float64Array; readonly known: number }[] = [];
      for (let start = bucketOf(from, step); start < to; start += step) {
        const known = Math.min(to, start + step) - Math.max(from, start);
        parts.push({ flows: stepAt(start).flows, known });
      }
      const length = to - from;
      return (place, field, amount) => {
        const at = placeOf(place, field);
        for (const { flows, known } of parts) {
          flows[at]! += (amount * known) / length;
          flows[at + 1]! += known;
        }
      };
    },
    complete(counted, take) {
      const done = steps.filter(({ start }) => start <= counted - step);
      if (done.length === 0) return;
      steps = steps.filter(({ start }) => start > counted - step);
      const all = done.map(({ start }) => start);
      for (let place = 0; place < components.length; place++) {
        for (let field = 0; field < FIELDS.length; field++) {
          const at = placeOf(place, field);
          const known = knownSteps(done, at, step);
          if (known.length === 0) continue;
          const times = known === done ? all : known.map(({ start }) => start);
          const [first] = known;
          // Mostly it is one step of a hundred flows: an array that is written out has no room to spare.
          const values = known.length === 1 ? [perSecond(first!, at)] : known.map((one) => perSecond(one, at));
          take(components[place]!, place, FIELDS[field]!, times, values);
        }
      }
      for (const { flows } of done) spare.give(flows);
    },
    open: () => ({ components, steps }),
  };
}

/** Those steps of which at least half is known of the flow whose numbers begin at `at`; the same array when it is all. */
function knownSteps(steps: readonly FlowStep[], at: number, step: number): readonly FlowStep[] {
  for (const { flows } of steps) {
    if (flows[at + 1]! * 2 < step) return steps.filter((other) => other.flows[at + 1]! * 2 >= step);
  }
  return steps;
}

const perSecond = ({ flows }: FlowStep, at: number) => (flows[at]! / flows[at + 1]!) * 1000;

/** Where the numbers of a flow begin. */
const placeOf = (place: number, field: number) => (place * FIELDS.length + field) * NUMBERS;
