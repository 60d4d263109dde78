import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { createLayout, takePending } from './layout.ts';

test('whoever takes places has them alone', () => {
  assert(
    property(array(integer({ min: 0, max: 50 }), { maxLength: 20 }), (counts) => {
      const layout = createLayout();
      const owners = counts.flatMap((count, owner) => {
        const first = layout.take(count);
        return Array.from({ length: count }, (_, index) => ({ place: first + index, owner }));
      });
      expect(new Set(owners.map(({ place }) => place)).size).toBe(owners.length);
      expect(owners.every(({ place }) => place >= 0 && place < layout.size)).toBe(true);
    }),
  );
});

test('what was said at an origin is there until its lead has come, and then its place is taken again', () => {
  const sizes = [integer({ min: 1, max: 30 }), integer({ min: 1, max: 4 }), integer({ min: 0, max: 1000 })] as const;
  assert(
    property(...sizes, (horizon, width, first) => {
      const layout = createLayout();
      const before = layout.take(3);
      const pending = takePending(layout, horizon, width);
      const behind = layout.take(1);
      const said = (origin: number, lead: number, index: number) => origin * 1000 + lead * 10 + index;
      const memory = new Float64Array(layout.size).fill(-1);
      for (let now = first; now < first + 3 * horizon; now++) {
        // What was said about now is read just before this origin writes.
        for (let lead = 1; lead <= horizon && now - lead >= first; lead++) {
          for (let index = 0; index < width; index++) {
            expect(memory[pending.at(now - lead, lead) + index]).toBe(said(now - lead, lead, index));
          }
        }
        for (let lead = 1; lead <= horizon; lead++) {
          expect(pending.at(now, lead)).toBe(pending.at(now + lead, lead));
          for (let index = 0; index < width; index++) memory[pending.at(now, lead) + index] = said(now, lead, index);
        }
      }
      expect(memory[before + 2]).toBe(-1);
      expect(memory[behind]).toBe(-1);
      // No place is kept for longer than that: what is still to come fills them all.
      expect(memory.filter((value) => value === -1)).toHaveLength(4);
    }),
    { numRuns: 40 },
  );
});
