import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Command } from 'commander';
import { createPace } from '../collect/snmp/discover/pace.ts';
import { type FoundDevice, probe } from '../collect/snmp/discover/probe.ts';
import { type AddressRanges, addressRanges } from '../collect/snmp/discover/ranges.ts';
import { scan } from '../collect/snmp/discover/scan.ts';
import { createKeyring } from '../collect/snmp/protocol/usm/keys.ts';
import { withFound, writtenDevices } from '../config/devices-document.ts';
import { replaceFile } from '../config/replace-file.ts';
import { readSnmp } from '../configuration.ts';
import { PresageError, reason } from '../errors.ts';
import { systemClock } from '../model/clock.ts';
import type { SnmpCredentials } from '../model/credentials.ts';
import { sharedCredentials } from '../polled-devices.ts';
import { progressFile } from './discover-progress.ts';
import { type DiscoveredDevice, discoveredDevices, entryOf, type Naming } from './discovered.ts';
import { type CredentialOptions, credentialsOf, refuse, withCredentialOptions } from './poll-credentials.ts';
import { durationBetween, wholeNumber } from './values.ts';

interface DiscoverOptions extends CredentialOptions {
  readonly out?: string;
  readonly port: number;
  readonly rate: number;
  readonly timeout?: number;
  readonly retries: number;
  readonly json?: boolean;
}

/** With what all addresses are asked. */
interface Asked {
  readonly name: string | null;
  /** True when a device that answers to it has to say so in the file. */
  readonly write: boolean;
  readonly credentials: SnmpCredentials;
}

const SNMP_PORT = 161;
const TIMEOUT = 2000;
/** Addresses that are waited for at a time; each has a socket. */
const AT_ONCE = 256;
/** Milliseconds between two lines about the progress. */
const TELL = 5000;
/** As a shell says of what was ended by SIGINT. */
const INTERRUPTED = 130;

/** `presage discover`: asks addresses which of them are devices, and writes a file of the devices. */
export function discoverCommand(): Command {
  return withCredentialOptions(new Command('discover'))
    .description('Ask addresses which of them are devices that speak SNMP, and write them into a file of devices.')
    .argument('<addresses...>', 'networks (10.0.0.0/24), ranges (10.0.0.1-10.0.0.9) and IPv4 addresses')
    .option('--out <file>', 'file of the devices: what is new is added, what is there stays (default: to the output)')
    .option('--port <number>', 'UDP port', wholeNumber(1, 65_535), SNMP_PORT)
    .option('--rate <number>', 'requests a second, while it looks for devices', wholeNumber(1, 5000), 50)
    .option('--timeout <duration>', 'how long an answer is waited for (default: 2s)', durationBetween(50, 60_000))
    .option('--retries <count>', 'further attempts', wholeNumber(0, 10), 1)
    .option('--json', 'print one JSON object a device')
    .addHelpText(
      'after',
      `
With --config alone it asks with the credentials that devices have by default.
Interrupted (Ctrl-C), it writes what it has found and ends with the exit code 130; the same command
with --out goes on where it was.

Examples:
  presage discover 10.0.0.0/22 --out devices.yml --config presage.yml
  presage discover 10.0.0.1-10.0.0.40 192.0.2.7 --community public --json`,
    )
    .action(discover);
}

async function discover(texts: string[], options: DiscoverOptions): Promise<void> {
  const ranges = addressRanges(texts);
  const asked = askedWith(options);
  const before = options.out !== undefined && existsSync(options.out) ? readFileSync(options.out, 'utf8') : '';
  // What is wrong with the file is said before hours are spent.
  const naming: Naming = { port: options.port, credentials: asked, written: await hostsOf(before, options.port) };

  const { found, complete } = await search(ranges, asked, options);
  const devices = discoveredDevices(found, naming);
  const fresh = devices.filter(({ known }) => !known);
  const text = withFound(
    before,
    fresh.map((device) => entryOf(device, naming)),
  );
  if (options.out === undefined) {
    if (!options.json) process.stdout.write(text);
  } else if (fresh.length > 0 || before === '') replaceFile(options.out, text);
  if (options.json) for (const device of devices) process.stdout.write(`${JSON.stringify(device)}\n`);
  conclude(devices, complete, options);
}

/** Says what came of it, and sets the exit code. */
function conclude(devices: readonly DiscoveredDevice[], complete: boolean, { out }: DiscoverOptions): void {
  const fresh = devices.filter(({ known }) => !known).length;
  say(`devices found: ${devices.length}${out === undefined ? '' : `, new in ${out}: ${fresh}`}`);
  if (!complete) {
    say(
      `interrupted: ${out === undefined ? 'with --out the next run would go on' : 'the same command goes on from here'}`,
    );
    process.exitCode = INTERRUPTED;
  } else if (devices.length === 0) {
    const message =
      'no address has answered: check the addresses, the credentials, and the access lists of the devices';
    throw new PresageError('DEVICE_UNREACHABLE', message);
  }
}

/** Asks all addresses, going on where an earlier run was interrupted. */
async function search(
  ranges: AddressRanges,
  asked: readonly Asked[],
  { out, port, rate, timeout = TIMEOUT, retries }: DiscoverOptions,
): Promise<{ found: readonly FoundDevice[]; complete: boolean }> {
  const { count, at, text } = ranges;
  const question = JSON.stringify([text, port, asked.map(({ name }) => name)]);
  const file = out === undefined ? undefined : progressFile(`${out}.progress`, question);
  const earlier = file?.earlier();
  const found: FoundDevice[] = [...(earlier?.found ?? [])];
  let before = earlier?.before ?? 0;
  if (earlier) say(`goes on after ${before} of ${count} addresses, ${found.length} answers`);

  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, interrupt);
  const turn = createPace(rate, systemClock, stop.signal);
  const options = {
    ...{ port, timeout, retries, turn, keyring: createKeyring() },
    credentials: asked.map((one) => one.credentials),
    refused: (address: string) => say(`${address} answers, but refuses the credentials`),
  };
  let told = systemClock.now();
  try {
    await scan({
      ...{ count, from: before, atOnce: AT_ONCE, signal: stop.signal },
      ask: (place) => probe(at(place), options),
      asked(device, done) {
        before = done;
        // An address after `before` may have answered to the earlier run too.
        if (device && !found.some(({ address }) => address === device.address)) found.push(device);
        const now = systemClock.now();
        file?.keep(before, found, now);
        if (now - told < TELL) return;
        told = now;
        say(`${before} of ${count} addresses asked, ${found.length} answers`);
      },
    });
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, interrupt);
  }
  const complete = !stop.signal.aborted;
  if (complete) file?.remove();
  else file?.keep(before, found, systemClock.now(), true);
  return { found, complete };
}

/** With what is asked: what the options say, or the credentials of a configuration, its defaults where none are named. */
function askedWith(options: DiscoverOptions): Asked[] {
  const { config, credentials } = options;
  if (config === undefined) {
    return credentialsOf(options, process.env).map((given) => ({ name: null, write: false, credentials: given }));
  }
  refuse(options, ['snmpVersion', 'community', 'user', 'auth', 'privacy', 'context'], '--config');
  // The file of the devices that it names may be the one that is to be written.
  const snmp = readSnmp(config, process.env);
  const names = credentials?.split(',').map((name) => name.trim());
  return sharedCredentials(snmp, names);
}

/** The devices that a file has at this port, with the IP address of each; a name that means nothing belongs to none. */
async function hostsOf(text: string, port: number): Promise<Naming['written']> {
  return Promise.all(
    writtenDevices(text).map(async ({ id, address }) => {
      const [, name = address, other = String(SNMP_PORT)] = /^([^:]*)(?::(\d+))?$/.exec(address) ?? [];
      if (Number(other) !== port) return { id, host: undefined };
      if (isIP(name) !== 0 || name === '') return { id, host: name };
      const found = await lookup(name, 4).catch((error) => {
        say(`${id}: the name ${name} cannot be resolved (${reason(error)})`);
      });
      return { id, host: found?.address };
    }),
  );
}

const say = (text: string) => process.stderr.write(`${text}\n`);
