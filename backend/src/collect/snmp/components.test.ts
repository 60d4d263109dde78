import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Component } from '../../model/device.ts';
import { componentKey, type FoundComponent, identify } from './components.ts';

const row = (index: string, name: string, alias = ''): FoundComponent => ({
  kind: 'interface',
  index,
  name,
  alias,
  speedBitsPerSecond: 1e9,
  adminStatus: 'up',
  operStatus: 'up',
});

/** The ids that a sequence of readings gives to its rows. */
function idsOf(...readings: FoundComponent[][]): string[][] {
  let known: readonly Component[] = [];
  let present: ReadonlySet<string> | undefined;
  return readings.map((found) => {
    const { components, ids } = identify(known, found, present);
    known = components;
    present = new Set(found.map(({ kind }, position) => componentKey({ kind, id: ids[position]! })));
    return [...ids];
  });
}

describe('the id of a new component', () => {
  test('is its name, the name with its index where others bear it, or the index where there is none', () => {
    expect(idsOf([row('1', 'ge-1'), row('2', 'ppp'), row('3', 'ppp'), row('4', '')])).toEqual([
      ['ge-1', 'ppp#2', 'ppp#3', '4'],
    ]);
  });

  test('is its own even if another is named like it', () => {
    const [ids] = idsOf([row('7', ''), row('8', '7'), row('2', 'a'), row('3', 'a'), row('9', 'a#2')]);
    expect(new Set(ids).size).toBe(5);
  });

  test('is told apart by kind', () => {
    expect(idsOf([row('1', 'main'), { ...row('1', 'main'), kind: 'cpu' }])).toEqual([['main', 'main']]);
  });
});

describe('a component keeps its id', () => {
  test('when it is renumbered, or changes its number with another', () => {
    expect(idsOf([row('1', 'a'), row('2', 'b')], [row('1', 'b'), row('9', 'a')])).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
  });

  test('when another of its name appears', () => {
    expect(idsOf([row('1', 'a')], [row('1', 'a'), row('2', 'a')])).toEqual([['a'], ['a', 'a#2']]);
  });

  test('when it vanishes and comes back elsewhere', () => {
    expect(idsOf([row('1', 'a'), row('2', 'b')], [row('2', 'b')], [row('2', 'b'), row('5', 'a')])).toEqual([
      ['a', 'b'],
      ['b'],
      ['b', 'a'],
    ]);
  });

  test('by its alias where names are shared', () => {
    const before = [row('1', 'lan', 'north'), row('2', 'lan', 'south')];
    expect(idsOf(before, [row('1', 'lan', 'south'), row('2', 'lan', 'north')])).toEqual([
      ['lan#1', 'lan#2'],
      ['lan#2', 'lan#1'],
    ]);
  });

  test('by its index where names are shared, while others of the name go or come', () => {
    expect(idsOf([row('1', 'x'), row('2', 'x')], [row('2', 'x')], [row('2', 'x'), row('3', 'x')])).toEqual([
      ['x#1', 'x#2'],
      ['x#2'],
      ['x#2', 'x#3'],
    ]);
  });

  test('by its order where rows of several tables share name and index', () => {
    expect(idsOf([row('1', ''), row('1', '')], [row('1', ''), row('1', '')])).toEqual([
      ['1', '1#2'],
      ['1', '1#2'],
    ]);
  });

  test('and what was read of it last is kept after it vanished', () => {
    const first = identify([], [row('1', 'a', 'old'), row('2', 'b')]);
    const second = identify(first.components, [row('3', 'a', 'new')]);
    const gone = identify(second.components, []);
    expect(gone.components.map(({ id, index, alias }) => [id, index, alias])).toEqual([
      ['a', '3', 'new'],
      ['b', '2', ''],
    ]);
  });
});

describe('no component takes over the history of another', () => {
  test('when rows of a shared name are renumbered: they are new', () => {
    expect(idsOf([row('1', 'x'), row('2', 'x')], [row('2', 'x'), row('3', 'x')])).toEqual([
      ['x#1', 'x#2'],
      ['x#2#2', 'x#3'],
    ]);
  });

  test('when one of a shared name moves away from its index', () => {
    expect(idsOf([row('1', 'x'), row('2', 'x')], [row('7', 'x')])).toEqual([['x#1', 'x#2'], ['x']]);
  });

  /** A true interface, with the name and alias it shows. */
  interface Truth {
    readonly name: string;
    readonly alias: string;
    readonly index: number;
    readonly shown: boolean;
  }
  type Step = { readonly kind: 'renumber'; readonly by: number } | { readonly kind: 'toggle'; readonly at: number };
  const steps = fc.array(
    fc.oneof<fc.Arbitrary<Step>[]>(
      fc.record({ kind: fc.constant('renumber'), by: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('toggle'), at: fc.nat() }),
    ),
    { maxLength: 20 },
  );
  const network = fc.array(fc.record({ name: fc.constantFrom('', 'x', 'y'), named: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  });

  test('whatever is renumbered, vanishes and comes back, shared names and none included', () => {
    fc.assert(
      fc.property(network, steps, (parts, changes) => {
        // Each name twice, so that none is unique; a unique alias where it has one. Only the second of each vanishes: when
        // all of a name were away, nothing tells a renumbered one from one that came back.
        let truths = [...parts, ...parts].map(({ name, named }, at): Truth => {
          return { name, alias: named ? `alias ${at}` : '', index: at + 1, shown: true };
        });
        const readings = [truths];
        for (const change of changes) {
          truths =
            change.kind === 'renumber'
              ? truths.map((truth) => ({ ...truth, index: truth.index + change.by }))
              : truths.map((truth, at) =>
                  at === parts.length + (change.at % parts.length) ? { ...truth, shown: !truth.shown } : truth,
                );
          readings.push(truths);
        }
        const shown = readings.map((reading) =>
          reading.flatMap((truth, at) => (truth.shown ? [{ ...truth, at }] : [])),
        );
        const ids = idsOf(...shown.map((rows) => rows.map(({ index, name, alias }) => row(`${index}`, name, alias))));
        const owners = new Map<string, number>();
        shown.forEach((rows, reading) => {
          expect(new Set(ids[reading]).size).toBe(rows.length);
          rows.forEach(({ at }, position) => {
            const id = ids[reading]![position]!;
            expect(owners.get(id) ?? at).toBe(at);
            owners.set(id, at);
          });
        });
      }),
      { numRuns: 500 },
    );
  });

  test('and unique names are never lost, in any order and under any numbers', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const readings = fc.array(fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 }), { maxLength: 8 });
    fc.assert(
      fc.property(names, readings, (all, plan) => {
        const rows = plan.map((picks) => {
          const chosen = [...new Set(picks.map(([pick]) => all[pick % all.length]!))];
          const numbers = chosen.map((_, at) => `${(picks[0]![1] % 5) + (at * 7 + picks.length) * 3}`);
          return chosen.map((name, at) => row(numbers[at]!, name));
        });
        expect(idsOf(...rows)).toEqual(rows.map((reading) => reading.map(({ name }) => name)));
      }),
    );
  });
});
