import { readAnswer } from '../collect/snmp/protocol/answer.ts';
import type { Exchange } from '../collect/snmp/protocol/exchange.ts';
import type { Variables } from '../collect/snmp/protocol/variables.ts';
import { encodeBinding, encodeMessage } from '../simulate/agent/message.ts';
import { parseOid } from '../simulate/agent/oid.ts';
import type { Binding, SnmpValue } from '../simulate/agent/value.ts';

/** An object that a device answers. */
export interface Answered {
  readonly oid: string;
  readonly value: SnmpValue;
}

/** The message of version 2c that answers these objects. */
export const answerOf = (bindings: readonly Binding[], requestId = 7): Buffer =>
  encodeMessage(
    { version: 1, community: Buffer.from('public'), type: 'response', requestId, first: 0, second: 0 },
    bindings.map((binding) => encodeBinding(binding)),
  );

/** The variables of an answer of these objects, as they are read. */
export const variablesOf = (objects: readonly Answered[]): Variables =>
  readAnswer(answerOf(objects.map(({ oid, value }) => ({ oid: parseOid(oid)!, value })))).variables;

/** An exchange with a device that answers by these functions, GETNEXT and GETBULK only. */
export const exchangeBy = (device: Pick<Exchange, 'getNext' | 'getBulk'>, answerOctets = () => 0): Exchange => ({
  get: () => Promise.reject(new Error('not used')),
  ...device,
  get answerOctets() {
    return answerOctets();
  },
  ignored: { foreign: 0, foreignSource: '', malformed: 0, flaw: '' },
  knowsEngine: () => false,
  close: () => undefined,
});
