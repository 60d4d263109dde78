import type { SnmpCredentials } from '../../model/credentials.ts';
import { BerReader, element, integerElement, Malformed, TAGS } from './ber.ts';
import type { Engines } from './engines.ts';
import { readSecuredMessage } from './message.ts';
import { NotANotification, readNotification } from './notification.ts';
import type { Outcome } from './outcome.ts';
import { createSecurity } from './security.ts';

const VERSIONS = ['1', '2c'] as const;

/** Reads a datagram and checks whether its sender is allowed; never throws. */
export type Decode = (datagram: Buffer, now: number) => Outcome;

/** A decoder of traps and informs that were sent with one of these credentials. */
export function createDecoder(credentials: ReadonlyMap<string, SnmpCredentials>, engines: Engines): Decode {
  const security = createSecurity(credentials, engines);
  const communities = new Map(
    [...credentials].flatMap(([name, one]) =>
      one.version === '3' ? [] : [[`${one.version}\n${one.community}`, name] as const],
    ),
  );

  const take = (datagram: Buffer, now: number): Outcome => {
    const whole = new BerReader(datagram);
    const message = whole.open(TAGS.sequence);
    if (!whole.done) throw new Malformed('octets behind the message');
    const number = message.integer();
    if (number === 3) return security.take(readSecuredMessage(message), now);
    const version = VERSIONS[number];
    if (!version) return { refused: 'not an SNMP version' };
    const community = message.bytes();
    const name = communities.get(`${version}\n${community.toString('utf8')}`);
    if (name === undefined) return { refused: 'unknown community' };
    const notification = readNotification(message);
    const { acknowledgement } = notification;
    const reply = acknowledgement && {
      reply: element(TAGS.sequence, integerElement(number), element(TAGS.octets, community), acknowledgement),
    };
    return { taken: { ...notification, version, credentials: name }, ...reply };
  };

  return (datagram, now) => {
    try {
      return take(datagram, now);
    } catch (error) {
      if (error instanceof NotANotification) return { refused: 'not a trap or inform' };
      if (error instanceof Malformed) return { refused: `malformed: ${error.message}` };
      throw error;
    }
  };
}
