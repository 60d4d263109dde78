import { below, hash, normal, pick, type Random, randomOf } from './random.ts';
import { BUSINESS, HOUSEHOLD, type Rhythm } from './rhythm.ts';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789';
/** The access servers of the demo network, as the log names them. */
export const NAS = ['192.0.2.1', '192.0.2.2'] as const;

/** A subscriber of the demo network: what never changes about one. */
export interface Subscriber {
  readonly index: number;
  /** Seed of everything this subscriber does. */
  readonly seed: number;
  readonly login: string;
  /** What the line calls the caller: a hardware address or a DSLAM port. */
  readonly calling: string;
  readonly circuit: string;
  readonly mac: string;
  readonly ip: string;
  readonly nas: string;
  readonly rhythm: Rhythm;
  /** Sessions begun an hour, on average over a week. */
  readonly sessionsPerHour: number;
  /** Sessions of a bad line last seconds to minutes. */
  readonly flapping: boolean;
  /** Octets a second of average use. */
  readonly input: number;
  readonly output: number;
  /** Falls behind with payments now and then, and is refused meanwhile. */
  readonly debtor: boolean;
}

/** The subscriber of this index in the network of a seed. */
function subscriber(networkSeed: number, index: number): Subscriber {
  const seed = hash(networkSeed, index);
  const random = randomOf(seed);
  const business = random() < 0.15;
  const flapping = random() < 0.02;
  const idle = random() < 0.008;
  const mac = ['02', ...Array.from({ length: 5 }, () => hex(below(random, 256), 2))].join(':');
  return {
    index,
    seed,
    mac,
    ...access(random, index, mac),
    ip: `100.64.${(index >> 8) & 255}.${index & 255}`,
    nas: pick(random, NAS),
    rhythm: business ? BUSINESS : HOUSEHOLD,
    sessionsPerHour: (flapping ? 0.6 : 0.17) * Math.exp(0.4 * normal(random) - 0.08),
    flapping,
    input: idle ? 0 : 30_000 * Math.exp(0.7 * normal(random)),
    output: idle ? 0 : 160_000 * Math.exp(0.7 * normal(random)),
    debtor: random() < 0.06,
  };
}

/** The first subscribers of the network of a seed. */
export function subscribersOf(networkSeed: number, count: number): Subscriber[] {
  return Array.from({ length: count }, (_, index) => subscriber(networkSeed, index));
}

/** Half of the subscribers come by Ethernet and DHCP, half by DSL and PPPoE. */
function access(random: Random, index: number, mac: string) {
  if (random() < 0.52) {
    const port = hex(0x0a490000 + below(random, 65_536), 8).toUpperCase();
    const option82 = [3, 6, 3, 26].map((count) => escaped(below(random, count))).join('') + port;
    return { login: `${port}-${hex(index, 6)}@dhcp`, calling: mac, circuit: option82 };
  }
  const name = Array.from({ length: 5 }, () => LETTERS[below(random, LETTERS.length)]).join('');
  const dslam = pick(random, ['56', `56-DD-ATS${1 + below(random, 9)}-${1 + below(random, 4)}`, '-TERENGA', '56-ISH']);
  const place = `atm 0/${1 + below(random, 14)}/0/${below(random, 64)}:0.33`;
  const line = `${100_000 + below(random, 1_400_000)}-HDSLAM${dslam} ${place}`;
  return { login: `${name}${hex(index, 4)}@pppoe`, calling: line, circuit: line };
}

export function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}

/** How the log writes a byte of DHCP option 82. */
function escaped(byte: number): string {
  if (byte === 0) return '\\0';
  if (byte === 10) return '\\n';
  if (byte === 13) return '\\r';
  return `\\0x${hex(byte, 2)}`;
}
