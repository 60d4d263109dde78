export const AUTHENTICATIONS = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export const PRIVACIES = ['des', 'aes128', 'aes256', 'aes256-cisco'] as const;

/** With what a device is asked, or with what it signs what it sends by itself. Passwords as a person has set them. */
export type SnmpCredentials =
  | { readonly version: '1' | '2c'; readonly community: string }
  | {
      readonly version: '3';
      readonly user: string;
      readonly auth: { readonly protocol: (typeof AUTHENTICATIONS)[number]; readonly password: string } | undefined;
      readonly privacy: { readonly protocol: (typeof PRIVACIES)[number]; readonly password: string } | undefined;
      /** Empty for the default context. */
      readonly context: string;
    };
