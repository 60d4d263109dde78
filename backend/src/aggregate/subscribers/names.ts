import { createHmac, createSecretKey } from 'node:crypto';
import type { Secret } from '../../model/secret.ts';
import { keyText } from './keys.ts';

/** Octets of a pseudonym: of 10 million subscribers two share one with a probability of 10⁻¹⁵. */
export const PSEUDONYM_OCTETS = 12;

/** Under what names subscribers are kept and told. */
export interface Names {
  /** Differs where the names do: for each key, and for none. */
  readonly mark: string;
  /** What stands for a login outside of memory; undefined where logins do so themselves. */
  readonly pseudonym: ((login: Uint8Array) => Uint8Array) | undefined;
  /** The text of what is kept. */
  text(kept: Uint8Array): string;
  /** The text of what was kept under the names with this mark. */
  textOfOther(mark: string, kept: Uint8Array): string;
}

/** The mark of logins. */
const LOGINS = '';

/** Names that are the logins, or with a key HMAC-SHA-256 (RFC 2104) of them, cut to its first octets (RFC 2104, 5). */
export function subscriberNames(key: Secret | undefined): Names {
  if (key === undefined) {
    const textOfOther = (_mark: string, kept: Uint8Array) => pseudonymText(kept);
    return { mark: LOGINS, pseudonym: undefined, text: keyText, textOfOther };
  }
  // A key made ready once: made anew for each login it takes six times as long as the hash.
  const secret = createSecretKey(key.reveal(), 'utf8');
  const pseudonym = (login: Uint8Array) =>
    createHmac('sha256', secret).update(login).digest().subarray(0, PSEUDONYM_OCTETS);
  return {
    mark: pseudonymText(pseudonym(new Uint8Array())),
    pseudonym,
    text: pseudonymText,
    textOfOther: (mark, kept) => pseudonymText(mark === LOGINS ? pseudonym(kept) : kept),
  };
}

const pseudonymText = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');
