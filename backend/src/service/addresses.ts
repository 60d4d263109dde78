import { isIP, SocketAddress } from 'node:net';

/** A device and where it is reached: an IP address or a name. */
export interface Reached {
  readonly device: string;
  readonly host: string;
}

/** Which device an address is of. */
export interface Addresses {
  /** Undefined for an address of none, and for one that several share. */
  deviceOf(address: string): string | undefined;
  /** Takes the devices there are now and looks their names up. A name that cannot be looked up keeps the addresses it had. */
  refresh(): Promise<void>;
}

/** `reached` answers the devices there are; `further` are devices by further addresses; `lookup` answers the addresses of a name. */
export function createAddresses(
  reached: () => readonly Reached[],
  further: Readonly<Record<string, string>>,
  lookup: (name: string) => Promise<readonly string[]>,
): Addresses {
  const named = new Map<string, readonly string[]>();
  let devices = new Map<string, string | undefined>();

  const build = () => {
    devices = new Map();
    for (const { device, host } of reached()) {
      for (const address of isIP(host) === 0 ? (named.get(host) ?? []) : [host]) {
        const plain = canonical(address);
        devices.set(plain, devices.has(plain) && devices.get(plain) !== device ? undefined : device);
      }
    }
    for (const [address, device] of Object.entries(further)) devices.set(canonical(address), device);
  };
  build();

  return {
    deviceOf: (address) => devices.get(canonical(address)),
    async refresh() {
      const names = new Set(
        reached()
          .map(({ host }) => host)
          .filter((host) => isIP(host) === 0),
      );
      await Promise.all(
        [...names].map(async (name) => {
          const found = await lookup(name).catch(() => undefined);
          if (found) named.set(name, found);
        }),
      );
      build();
    },
  };
}

/** One writing for each address. */
function canonical(address: string): string {
  const family = isIP(address);
  return family === 6 ? new SocketAddress({ address, family: 'ipv6' }).address : address;
}
