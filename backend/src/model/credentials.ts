/** HMAC of RFC 3414 (MD5, SHA-1) and RFC 7860 (SHA-2). */
export const AUTHENTICATIONS = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;

/**
 * DES of RFC 3414, AES-128 of RFC 3826, AES-256 with the key extension of draft-blumenthal-aes-usm-04 (`aes256`) or of
 * draft-reeder-snmpv3-usm-3desede-00 (`aes256-cisco`). A key is only extended where the digest is shorter than it.
 */
export const PRIVACIES = ['des', 'aes128', 'aes256', 'aes256-cisco'] as const;

/** With what a device is asked, or with what it signs what it sends by itself. Passwords as a person has set them. */
export type SnmpCredentials = CommunityCredentials | UserCredentials;

/** Community of RFC 1157 and RFC 1901. */
export interface CommunityCredentials {
  readonly version: '1' | '2c';
  readonly community: string;
}

/** A user of the user-based security model, RFC 3414. */
export interface UserCredentials {
  readonly version: '3';
  readonly user: string;
  readonly auth: { readonly protocol: (typeof AUTHENTICATIONS)[number]; readonly password: string } | undefined;
  readonly privacy: { readonly protocol: (typeof PRIVACIES)[number]; readonly password: string } | undefined;
  /** Empty for the default context. */
  readonly context: string;
}

/** The credentials that a community alone stands for: SNMP v2c. */
export const v2c = (community: string): CommunityCredentials => ({ version: '2c', community });
