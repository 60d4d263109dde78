import fc, { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trap } from '../../model/trap.ts';
import { element, integerElement, oidElement, TAGS } from './ber.ts';
import type { Outcome } from './outcome.ts';
import {
  CREDENTIALS,
  communityMessage,
  decoderAt,
  LINK_DOWN,
  linkDownPdu,
  memoryOfEngines,
  OWN_ENGINE,
  securedBy,
  securedHead,
} from './suite.ts';

const INFORM = { tag: TAGS.inform };
const taken = (outcome: Outcome) => ('taken' in outcome ? outcome.taken : undefined);
const refusal = (outcome: Outcome) => ('refused' in outcome ? outcome.refused : undefined);

/** A v1 trap of an enterprise. */
function version1(generic: number, specific: number, { agent = [192, 0, 2, 7], community = 'first' } = {}): Buffer {
  const pdu = element(
    TAGS.trapV1,
    oidElement('1.3.6.1.4.1.9.9.13.3'),
    element(TAGS.address, Buffer.from(agent)),
    integerElement(generic),
    integerElement(specific),
    integerElement(360_000, TAGS.ticks),
    element(TAGS.sequence, element(TAGS.sequence, oidElement('1.3.6.1.2.1.2.2.1.1.3'), integerElement(3))),
  );
  return element(TAGS.sequence, integerElement(0), element(TAGS.octets, Buffer.from(community)), pdu);
}

describe('traps of communities', () => {
  test('version 2c is read whole', () => {
    expect(taken(decoderAt().decode(communityMessage(linkDownPdu(7)), 0))).toMatchObject({
      ...{ version: '2c', inform: false, credentials: 'plain', oid: LINK_DOWN, uptimeSeconds: 42, agent: null },
      variables: [{ oid: '1.3.6.1.2.1.2.2.1.1.7', value: 7 }],
    });
  });

  test.each([
    ['a generic trap', version1(2, 0), LINK_DOWN],
    ['a trap of an enterprise', version1(6, 3), '1.3.6.1.4.1.9.9.13.3.0.3'],
  ])('%s of version 1 gets the form of SNMPv2 (RFC 3584)', (_, datagram, oid) => {
    expect(taken(decoderAt().decode(datagram, 0))).toMatchObject({
      ...{ version: '1', credentials: 'old', oid, uptimeSeconds: 3600, agent: '192.0.2.7' },
      variables: [
        { oid: '1.3.6.1.2.1.2.2.1.1.3', value: 3 },
        { oid: '1.3.6.1.6.3.1.1.4.3.0', value: '1.3.6.1.4.1.9.9.13.3' },
      ],
    });
  });

  test('an inform is acknowledged with what it said', () => {
    const pdu = linkDownPdu(7, { ...INFORM, request: 77 });
    const { reply } = decoderAt().decode(communityMessage(pdu), 0);
    expect(reply).toEqual(communityMessage(linkDownPdu(7, { tag: TAGS.response, request: 77 })));
  });

  test('a community is taken in its own version only', () => {
    const { decode } = decoderAt();
    expect(refusal(decode(communityMessage(linkDownPdu(1), 'guess'), 0))).toBe('unknown community');
    expect(refusal(decode(version1(2, 0, { community: 'public' }), 0))).toBe('unknown community');
  });

  test('the community that a relay adds is not handed on', () => {
    const community = element(
      TAGS.sequence,
      oidElement('1.3.6.1.6.3.18.1.4.0'),
      element(TAGS.octets, Buffer.from('x')),
    );
    const id = element(TAGS.sequence, oidElement('1.3.6.1.6.3.1.1.4.1.0'), oidElement(LINK_DOWN));
    const numbers = [1, 0, 0].map((number) => integerElement(number));
    const pdu = element(TAGS.trap, ...numbers, element(TAGS.sequence, id, community));
    expect(taken(decoderAt().decode(communityMessage(pdu), 0))).toMatchObject({ oid: LINK_DOWN, variables: [] });
  });

  test('what is no notification is refused', () => {
    const { decode } = decoderAt();
    expect(refusal(decode(communityMessage(linkDownPdu(1, { tag: 0xa0 })), 0))).toBe('not a trap or inform');
    expect(refusal(decode(element(TAGS.sequence, integerElement(9)), 0))).toBe('not an SNMP version');
    expect(refusal(decode(Buffer.alloc(0), 0))).toBe('malformed: it ends too early');
  });
});

describe('traps of SNMPv3', () => {
  test.each(['secure', 'signed', 'open'])('of %s are read', (credentials) => {
    const { decode } = decoderAt();
    expect(taken(decode(securedBy(credentials, linkDownPdu(7)), 0))).toMatchObject({ credentials, oid: LINK_DOWN });
  });

  test('less security than configured is refused, and so is more', () => {
    const known = new Map(CREDENTIALS);
    known.set('secure', { ...(CREDENTIALS.get('secure') as object), privacy: undefined } as never);
    known.set('signed', { ...(CREDENTIALS.get('signed') as object), auth: undefined } as never);
    const { decode } = decoderAt();
    for (const name of ['secure', 'signed']) {
      const weak = securedBy(name, linkDownPdu(7), { known });
      expect(refusal(decode(weak, 0))).toBe('security level not as configured');
    }
  });

  test('a wrong password, an unknown user and another privacy password are told apart', () => {
    const change = (name: string, other: object) =>
      new Map(CREDENTIALS).set(name, { ...(CREDENTIALS.get(name) as object), ...other } as never);
    const { decode } = decoderAt();
    const say = (name: string, other: object) =>
      refusal(decode(securedBy(name, linkDownPdu(7), { known: change(name, other) }), 0));
    expect(say('signed', { auth: { protocol: 'sha256', password: 'not-the-password' } })).toBe('wrong digest');
    expect(say('signed', { user: 'stranger' })).toBe('unknown user');
    expect(say('secure', { privacy: { protocol: 'aes128', password: 'not-the-password' } })).toBe(
      'cannot be decrypted',
    );
  });

  test('a changed octet anywhere is refused', () => {
    const { decode } = decoderAt();
    const datagram = securedBy('signed', linkDownPdu(7));
    for (let at = 0; at < datagram.length; at++) {
      const changed = Buffer.from(datagram);
      changed[at]! ^= 1;
      expect(refusal(decode(changed, 0))).toBeDefined();
    }
    expect(taken(decode(datagram, 0))).toBeDefined();
  });

  test('what was sent before is refused: the same message, an older time, older boots, also after a restart', () => {
    const memory = memoryOfEngines();
    const { decode } = decoderAt(0, memory);
    const say = (boots: number, time: number, at = 0, by = decode) =>
      refusal(by(securedBy('signed', linkDownPdu(7), { boots, time }), at));
    expect(say(2, 1000)).toBeUndefined();
    expect(say(2, 1000)).toBe('sent again');
    expect(say(2, 851)).toBeUndefined();
    expect(say(2, 849)).toBe('outside the time window');
    expect(say(1, 5000)).toBe('outside the time window');
    expect(say(2, 1001, 200_000)).toBe('outside the time window');
    expect(say(3, 5, 200_000)).toBeUndefined();
    const { decode: later } = decoderAt(300_000, memoryOfEngines(2, memory.saved));
    expect(say(2, 9000, 300_000, later)).toBe('outside the time window');
    expect(say(3, 300, 300_000, later)).toBeUndefined();
  });
});

describe('informs of SNMPv3', () => {
  const own = (time: number, boots = 1) => ({ engine: OWN_ENGINE, boots, time });
  const inform = (name: string, options: object) => asReportable(name, options);

  test('an engine that does not know this one is told its ID, boots and time', () => {
    const { decode } = decoderAt(0);
    const { reply, ...outcome } = decode(inform('open', { engine: Buffer.alloc(0), boots: 0, time: 0 }), 60_000);
    expect(outcome).toEqual({ refused: 'unknown engine' });
    expect(securedHead(reply!)).toMatchObject({ engine: OWN_ENGINE, boots: 1, time: 60, isSigned: false });
  });

  test('one that is late is told the time, signed', () => {
    const { decode } = decoderAt(0);
    const { reply, ...outcome } = decode(inform('signed', own(0)), 200_000);
    expect(outcome).toEqual({ refused: 'outside the time window' });
    expect(securedHead(reply!)).toMatchObject({ time: 200, isSigned: true, isEncrypted: false });
  });

  test.each(['signed', 'secure'])(
    'of %s are acknowledged in the security they came in, again when sent again',
    (name) => {
      const { decode } = decoderAt(0);
      const datagram = inform(name, own(10));
      const first = decode(datagram, 10_000);
      expect(taken(first)).toMatchObject({ inform: true, credentials: name });
      expect(securedHead(first.reply!)).toMatchObject({
        isSigned: true,
        isEncrypted: name === 'secure',
        isReportable: false,
      });
      const again = decode(datagram, 11_000);
      expect(refusal(again)).toBe('sent again');
      expect(again.reply).toBeDefined();
    },
  );

  test('of another start of this engine are refused', () => {
    expect(refusal(decoderAt(0, memoryOfEngines(2)).decode(inform('signed', own(0, 1)), 0))).toBe(
      'outside the time window',
    );
  });
});

/** An inform with the flag that asks for reports. */
function asReportable(name: string, options: object): Buffer {
  return securedBy(name, linkDownPdu(7, INFORM), { ...options, reportable: true });
}

describe('nothing that arrives throws', () => {
  const samples = [
    communityMessage(linkDownPdu(7)),
    communityMessage(linkDownPdu(7, INFORM)),
    version1(6, 3),
    ...['secure', 'signed', 'open'].map((name) => securedBy(name, linkDownPdu(7))),
    asReportable('open', { engine: OWN_ENGINE }),
  ];
  const { decode } = decoderAt();
  const isSound = (outcome: Outcome) => {
    const said: Partial<Trap> | undefined = taken(outcome);
    return said === undefined ? typeof refusal(outcome) === 'string' : typeof said.oid === 'string';
  };

  test('of random octets', () => {
    assert(property(uint8Array({ maxLength: 400 }), (octets) => isSound(decode(Buffer.from(octets), 0))));
  });

  test('of messages with octets changed, cut out and cut off', () => {
    const change = fc.record({ at: fc.nat(), octet: fc.integer({ min: 0, max: 255 }), remove: fc.boolean() });
    const mutated = fc.record({
      sample: fc.constantFrom(...samples),
      changes: fc.array(change, { minLength: 1, maxLength: 6 }),
      keep: fc.option(fc.nat(), { nil: undefined }),
    });
    assert(
      property(mutated, ({ sample, changes, keep }) => {
        const octets = [...sample];
        for (const { at, octet, remove } of changes) {
          octets.splice(at % octets.length, 1, ...(remove && octets.length > 1 ? [] : [octet]));
        }
        const length = keep === undefined ? octets.length : keep % octets.length;
        return isSound(decode(Buffer.from(octets.slice(0, length)), 0));
      }),
      { numRuns: 5000 },
    );
  });
});
