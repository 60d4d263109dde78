import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, PDU, type PduType } from '../../../simulate/agent/message.ts';
import { requestMessage, requestPdu } from './request.ts';

const arc = fc.oneof(fc.nat({ max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const oid = fc
  .tuple(fc.constantFrom('0.0', '1.3', '1.39', '2.5', '2.100'), fc.array(arc, { maxLength: 30 }))
  .map(([head, rest]) => [head, ...rest].join('.'));

test('a device reads from a request what is asked for', () => {
  const type = fc.constantFrom<PduType>('get', 'getNext', 'getBulk');
  const id = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  const repetitions = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(type, id, fc.array(oid, { maxLength: 60 }), repetitions, (kind, number, oids, most) => {
      const request = { type: PDU[kind], id: number, oids, repetitions: most };
      const octets = requestMessage(1, 'публика', request);
      const pdu = requestPdu(request);
      expect(octets.subarray(-pdu.length).equals(pdu)).toBe(true);
      const message = decodeMessage(octets);
      expect([message.version, String(message.community)]).toEqual([1, 'публика']);
      expect([message.type, message.requestId, message.first]).toEqual([kind, number, 0]);
      expect(message.second).toBe(kind === 'getBulk' ? most : 0);
      expect(message.bindings.map((binding) => binding.oid.join('.'))).toEqual(oids);
      expect(message.bindings.every(({ value }) => value.type === 'null')).toBe(true);
    }),
  );
});
