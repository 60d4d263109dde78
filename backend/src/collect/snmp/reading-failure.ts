import { PresageError } from '../../errors.ts';
import type { SnmpCredentials } from '../../model/credentials.ts';
import type { FailedGreeting } from './access.ts';
import { AccessError, faultWords } from './access-fault.ts';
import type { Ignored } from './protocol/exchange.ts';
import type { RequestFailure } from './protocol/request-failure.ts';

/** Which device it is about, and how it was asked. */
export interface Asked {
  readonly device: string;
  readonly address: string;
  readonly port: number;
  readonly timeout: number;
  readonly retries: number;
  readonly credentials: readonly SnmpCredentials[];
}

export const placeOf = ({ address, port }: Pick<Asked, 'address' | 'port'>) => `${address} port ${port}`;

/** What was ignored between two counts, in words. */
export function complaints(before: Ignored, { foreign, foreignSource, malformed, flaw }: Ignored): string[] {
  const words: string[] = [];
  const strangers = foreign - before.foreign;
  const broken = malformed - before.malformed;
  if (strangers > 0)
    words.push(`${strangers} answers ignored that came from elsewhere, the last from ${foreignSource}`);
  if (broken > 0) words.push(`${broken} malformed answers ignored, the last with ${flaw}`);
  return words;
}

/** Why a device did not answer the first question, for operators. */
export function greetingError(asked: Asked, greeting: FailedGreeting): PresageError {
  const { failure, fault, credentials, namedEngine } = greeting;
  if (fault) {
    const others = asked.credentials.length - 1;
    const tried = others > 0 ? `; ${others} other credentials were tried too` : '';
    const message = `${asked.device}: answers at ${placeOf(asked)}, but ${faultWords(fault, credentials)}${tried}`;
    return new AccessError(fault, message, { cause: failure });
  }
  return readingError(asked, failure, greeting.ignoredBefore, greeting.ignored, namedEngine);
}

/** Why a device could not be read, for operators; `namedEngine` when it said the name of its engine and nothing else. */
export function readingError(
  asked: Asked,
  failure: RequestFailure,
  ignoredBefore: Ignored,
  ignored: Ignored,
  namedEngine = false,
): PresageError {
  const { device, timeout, retries } = asked;
  const told = complaints(ignoredBefore, ignored);
  const details = told.length > 0 ? ` (${told.join('; ')})` : '';
  if (failure.kind === 'network') {
    const message = `${device}: cannot be asked at ${placeOf(asked)}: ${failure.message}: check the address and this host's routes`;
    return new PresageError('DEVICE_UNREACHABLE', message, { cause: failure });
  }
  if (failure.kind === 'silence' && ignored.malformed === ignoredBefore.malformed) {
    const times = retries === 0 ? 'once' : `${retries + 1} times`;
    const message =
      `${device}: no answer from ${placeOf(asked)}, asked ${times}, ${timeout / 1000} s each${details}: ` +
      remedyOfSilence(asked.credentials, namedEngine);
    return new PresageError('DEVICE_UNREACHABLE', message, { cause: failure });
  }
  const message = `${device}: answers at ${placeOf(asked)}${mannerOf(failure)}${details}: check its community, SNMP settings and firmware`;
  return new PresageError('DEVICE_FAULTY', message, { cause: failure });
}

/** What silence may mean: versions 1 and 2c answer a wrong community with it. */
function remedyOfSilence(credentials: readonly SnmpCredentials[], namedEngine: boolean): string {
  if (namedEngine) {
    return 'it says the name of its SNMP v3 engine and is silent to the user: check the user, its passwords and its access list';
  }
  const versions = [...new Set(credentials.map(({ version }) => `v${version}`))].join(' and ');
  const communities = credentials.filter(({ version }) => version !== '3').length;
  if (communities === 0) {
    return `it is off, or not to be reached, or does not speak SNMP ${versions}: check its power, its SNMP settings and access list, and the firewalls between`;
  }
  return (
    `it is off, or not to be reached, or does not take the community, which in SNMP ${versions} looks the same: ` +
    'check its power, the community, its access list, and the firewalls between'
  );
}

/** How the answers are that cannot be used. */
function mannerOf({ kind, message }: RequestFailure): string {
  if (kind === 'silence') return ', but with nothing usable';
  return kind === 'slow' ? ` ${message}` : `, but not what was asked for: ${message}`;
}
