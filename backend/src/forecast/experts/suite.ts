import { describe, expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { createLayout, type Memory } from '../ensemble/layout.ts';
import { createHistory, createView } from '../ensemble/view.ts';
import type { Priors } from '../priors/priors.ts';
import type { ExpertKind } from './contract.ts';

/** A series in the experts' space: its value at each step, NaN where it is missing. */
export type Process = (index: number) => number;

/** What experts of one kind are made for in a test. */
export interface Situation {
  readonly day: number;
  readonly horizon: number;
  readonly priors: Priors | undefined;
}

/** The experts of one kind at work as in the ensemble, each series with a memory of its own. */
export function workshop(kind: ExpertKind, { day, horizon, priors }: Situation) {
  const layout = createLayout();
  const first = 2 * day;
  const history = createHistory(layout, day, horizon, first);
  const from = layout.size;
  const experts = kind({ layout, day, horizon, first, priors });
  const to = layout.size;
  layout.take(10);
  // However few leads are forecast, what is known is looked at for those of a whole day.
  const view = createView(Math.max(day, horizon));

  const look = (memory: Memory, length: number) => history.look(memory, length, length - 1, view);
  /** What each expert says, by lead, as far as it says anything. */
  const forecast = (memory: Memory, length: number): number[][] => {
    look(memory, length);
    return experts.map((expert) => {
      if (expert.season?.(memory) === 0) return [];
      const out = new Float64Array(horizon).fill(Number.NaN);
      expert.forecast(view, memory, out);
      return Array.from(out.subarray(0, expert.reach));
    });
  };
  return {
    experts,
    view,
    first,
    /** The places that the experts have taken, from the first to before the last. */
    places: [from, to] as const,
    begin(): Memory {
      const memory = new Float32Array(layout.size);
      for (const expert of experts) expert.start?.(memory);
      return memory;
    },
    look,
    forecast,
    /** Takes the value with number `index`, the one before when it is missing, and answers what is said then. */
    step(memory: Memory, index: number, value: number): number[][] {
      const known = !Number.isNaN(value);
      history.push(memory, index, known ? value : index > 0 ? view.ring[view.newest]! : 0, known);
      look(memory, index + 1);
      if (known && index >= day + 2) for (const expert of experts) expert.learn?.(view, memory);
      if (index + 1 < first) return [];
      const said = forecast(memory, index + 1);
      for (const expert of experts) expert.keep?.(view, memory);
      return said;
    },
  };
}

/** Feeds the first `length` values of a process and answers what was said from each origin, and the memory then. */
export function follow(shop: ReturnType<typeof workshop>, process: Process, length: number) {
  const memory = shop.begin();
  const said = Array.from({ length }, (_, index) => {
    if (index > 0) shop.look(memory, index);
    return shop.step(memory, index, process(index));
  });
  return { memory, said };
}

/** Mean absolute error of each expert over all its leads, of forecasts from origin `from` on. */
export function errorsOf(
  said: readonly (readonly (readonly number[])[])[],
  truth: Process,
  from: number,
  leads = Number.POSITIVE_INFINITY,
): number[] {
  const experts = said.at(-1)!.length;
  return Array.from({ length: experts }, (_, expert) => {
    const errors = said.slice(from).flatMap((opinions, later) =>
      opinions[expert]!.slice(0, leads).flatMap((value, index) => {
        const target = from + later + index + 1;
        return target < said.length ? [Math.abs(value - truth(target))] : [];
      }),
    );
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  });
}

/** What is left of a deviation from the rhythm a step later. */
const PERSISTENCE = 0.7;

/** A daily rhythm of a height with normal noise of a deviation that fades slowly, the same for the same seed. */
export function noisyRhythm(day: number, { height = 5, noise = 1, seed = 1 } = {}): Process {
  const random = randomOf(seed);
  const values: number[] = [];
  let deviation = 0;
  return (index) => {
    while (values.length <= index) {
      const angle = (2 * Math.PI * values.length) / day;
      deviation = PERSISTENCE * deviation + Math.sqrt(1 - PERSISTENCE ** 2) * noise * normalScore(random);
      values.push(height * (Math.sin(angle) + 0.5 * Math.cos(2 * angle)) + deviation);
    }
    return values[index]!;
  };
}

/** Series that no expert may stumble over. */
function oddProcesses(day: number): Readonly<Record<string, Process>> {
  const rhythm = noisyRhythm(day);
  return {
    'one that is always the same': () => 5.1,
    zeros: () => 0,
    'a spike of 1e30': (index) => (index === 5 * day + 3 ? 1e30 : rhythm(index)),
    'a spike of -1e30 among the first values': (index) => (index === day + 3 ? -1e30 : rhythm(index)),
    'leaps between the largest numbers': (index) => (index % 3 === 0 ? 1e30 : -1e30),
    'tiny numbers': (index) => 1e-30 * rhythm(index),
    'negative numbers that fall': (index) => rhythm(index) - 1000 - index,
    'one that stands still, then moves': (index) => (index < 4 * day ? 1 : rhythm(index)),
    'one that moves, then stands still': (index) => (index < 4 * day ? rhythm(index) : 1),
    'long runs of missing values': (index) => (Math.floor(index / (2 * day)) % 2 === 1 ? Number.NaN : rhythm(index)),
    'hardly any values': (index) => (index % 7 === 0 ? rhythm(index) : Number.NaN),
    'none at all': () => Number.NaN,
  };
}

/** The tests that experts of every kind pass; `learns` tells those that must beat the value of the day before. */
export function expertSuite(name: string, kind: ExpertKind, situation: Situation, learns: boolean): void {
  const { day, horizon } = situation;
  const create = () => workshop(kind, situation);
  const length = Math.max(22 * day, 60);

  describe(`the expert contract: ${name}`, () => {
    test.each(Object.entries(oddProcesses(day)))('says something finite of %s', (_, process) => {
      const { said, memory } = follow(create(), process, length);
      const all = said.flat(2);
      if (create().experts.some(({ season }) => !season)) expect(all.length).toBeGreaterThan(0);
      expect(all.filter((value) => !Number.isFinite(value))).toEqual([]);
      expect(memory.every(Number.isFinite)).toBe(true);
    });

    test('a forecast changes nothing that is known of the series', () => {
      const shop = create();
      const { memory } = follow(shop, noisyRhythm(day), 9 * day);
      const before = memory.slice();
      shop.forecast(memory, 9 * day);
      expect(memory).toEqual(before);
    });

    test('what is known decides the answer: a copy of it goes on the same with other experts of the kind', () => {
      const process = noisyRhythm(day);
      const { memory: one } = follow(create(), process, 9 * day);
      const other = one.slice();
      const [oneShop, otherShop] = [create(), create()];
      for (let index = 9 * day; index < 11 * day; index++) {
        const said = oneShop.step(one, index, process(index));
        expect(oneShop.forecast(one, index + 1)).toEqual(said);
        expect(otherShop.step(other, index, process(index))).toEqual(said);
      }
      expect(one).toEqual(other);
    });

    test('series in turn do not touch each other', () => {
      const shop = create();
      const processes = [noisyRhythm(day), noisyRhythm(day, { height: -3, noise: 0.2, seed: 2 })];
      const alone = processes.map((process) => follow(create(), process, 9 * day).said);
      const memories = processes.map(() => shop.begin());
      for (let index = 0; index < 9 * day; index++) {
        processes.forEach((process, which) => {
          if (index > 0) shop.look(memories[which]!, index);
          expect(shop.step(memories[which]!, index, process(index))).toEqual(alone[which]![index]);
        });
      }
    });

    test('it keeps what it learns at its own places only', () => {
      const shop = create();
      const [from, to] = shop.places;
      const { memory } = follow(shop, noisyRhythm(day), 9 * day);
      const before = memory.slice();
      for (const expert of shop.experts) expert.learn?.(shop.view, memory);
      for (const expert of shop.experts) expert.keep?.(shop.view, memory);
      const changed = [...memory.keys()].filter((place) => memory[place] !== before[place]);
      expect(changed.filter((place) => place < from || place >= to)).toEqual([]);
      expect(memory.subarray(to).every((value) => value === 0)).toBe(true);
    });

    test('it says something of every lead that it reaches', () => {
      const { experts } = create();
      for (const { reach } of experts) {
        expect(reach).toBeGreaterThanOrEqual(1);
        expect(reach).toBeLessThanOrEqual(horizon);
      }
      expect(new Set(experts.map((expert) => expert.name)).size).toBe(experts.length);
    });

    test.runIf(learns)('after three weeks of a daily rhythm it beats the value of the day before', () => {
      const process = noisyRhythm(day);
      const shop = create();
      const { said } = follow(shop, process, 35 * day);
      const errors = errorsOf(said, process, 21 * day);
      const naive = errorsOf(
        said.map((_, index) => [
          Array.from({ length: shop.experts[0]!.reach }, (_, lead) => process(index + 1 + lead - day)),
        ]),
        process,
        21 * day,
      );
      for (const error of errors) expect(error).toBeLessThan(0.9 * naive[0]!);
    });
  });
}
