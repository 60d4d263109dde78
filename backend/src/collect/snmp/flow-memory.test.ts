import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCounterTable } from './counter-table.ts';
import { type FlowMemory, packMemory, unpackMemory } from './flow-memory.ts';
import { createFlowSteps } from './flow-steps.ts';

const row = fc.record({
  inOctets: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  outOctets: fc.constant(null),
  inErrors: fc.option(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })),
  outErrors: fc.constant(0n),
  octetBits: fc.constantFrom(32 as const, 64 as const),
  discontinuity: fc.option(fc.nat()),
});
const moment = fc.record({ time: fc.nat(2 ** 48), uptimeSeconds: fc.option(fc.nat()) });

/** What is remembered of interfaces, of which the flows may be in other places. */
const memories: fc.Arbitrary<FlowMemory> = fc
  .tuple(moment, fc.dictionary(fc.string(), row, { maxKeys: 9 }), fc.array(fc.nat(9)), fc.array(fc.string()))
  .map(([when, rows, flowing, more]) => {
    const components = Object.keys(rows);
    const table = createCounterTable();
    table.fill(components, Object.values(rows));
    const steps = createFlowSteps(60_000);
    steps.align([...new Set([...components, ...more])]);
    const flow = steps.between(when.time, when.time + 90_000);
    for (const place of flowing) if (place < components.length) flow(place, place % 4, 17);
    return { moment: when, counters: table.columns(), flows: steps.open() };
  });

test('what is packed is unpacked as it was', () => {
  fc.assert(
    fc.property(memories, (memory) => {
      expect(unpackMemory(packMemory(memory))).toEqual(memory);
    }),
  );
});

test('what is damaged or cut is either nothing or whole, and never throws', () => {
  fc.assert(
    fc.property(memories, fc.nat(), fc.nat(255), (memory, at, octet) => {
      const octets = packMemory(memory);
      expect(unpackMemory(octets.subarray(0, at % octets.length))).toBeUndefined();
      const damaged = Uint8Array.from(octets);
      damaged[at % octets.length] = octet;
      const read = unpackMemory(damaged);
      if (read) expect(read.counters.marks.length).toBe(read.counters.components.length);
    }),
  );
  expect(unpackMemory(Buffer.from('another form'))).toBeUndefined();
});
