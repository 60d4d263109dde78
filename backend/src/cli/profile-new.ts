import { lookup } from 'node:dns/promises';
import { existsSync, mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { loadProfiles } from '../collect/snmp/profiles/load.ts';
import { profileText, proposeProfile } from '../collect/snmp/profiles/propose.ts';
import { createExchange } from '../collect/snmp/protocol/exchange.ts';
import { recordSubtrees } from '../collect/snmp/protocol/record.ts';
import { RequestFailure } from '../collect/snmp/protocol/request-failure.ts';
import { createSession } from '../collect/snmp/protocol/session.ts';
import { PresageError, reason } from '../errors.ts';
import { v2c } from '../model/credentials.ts';
import { createAgent } from '../simulate/agent/agent.ts';
import { parseRecording } from '../simulate/agent/recording.ts';
import { openOutput } from './output.ts';
import { type Address, addressOf } from './poll.ts';
import { type CredentialOptions, credentialsOf, withCredentialOptions } from './poll-credentials.ts';
import { durationBetween } from './values.ts';

interface NewOptions extends CredentialOptions {
  readonly name: string;
  readonly folder: string;
  readonly timeout?: number;
  readonly force?: boolean;
}

/** What is recorded: system, interfaces, processors and memory, parts, sensors, power supplies, and all of the vendor's own. */
const ROOTS = [
  ...['1.3.6.1.2.1.1', '1.3.6.1.2.1.2', '1.3.6.1.2.1.25.1', '1.3.6.1.2.1.25.2', '1.3.6.1.2.1.25.3'],
  ...['1.3.6.1.2.1.31.1.1', '1.3.6.1.2.1.33', '1.3.6.1.2.1.47.1.1.1', '1.3.6.1.2.1.99', '1.3.6.1.4.1'],
];

const MOST_OBJECTS = 200_000;
const SCHEMA = resolve(import.meta.dirname, '../../profile.schema.json');

/** `presage profile new`: records a device and writes a profile to begin with. */
export function profileNewCommand(): Command {
  return withCredentialOptions(new Command('new'))
    .description('Record a device and write a profile to begin with.')
    .argument('<address>', 'IPv4, [IPv6] or host name, and :PORT where it is not 161', addressOf)
    .requiredOption('--name <name>', 'of the profile: small letters, digits and -')
    .option('--folder <folder>', 'where NAME.yaml and NAME.snmprec are written', '.')
    .option('--timeout <duration>', 'until an attempt is given up (default: 2s)', durationBetween(50, 60_000))
    .option('--force', 'overwrite files that exist')
    .addHelpText(
      'after',
      `
The recording holds names and addresses of your network: look through it before you give it to anybody.

Example:
  presage profile new 192.0.2.1 --community public --name our-switch --folder profiles
  presage replay profiles/our-switch.snmprec`,
    )
    .action(async (target: Address, options: NewOptions) => {
      const [profilePath, recordingPath] = ['yaml', 'snmprec'].map((kind) =>
        join(options.folder, `${options.name}.${kind}`),
      );
      refuse(options, [profilePath!, recordingPath!]);
      makeFolder(options.folder);
      const lines = await record(target, options);
      write(recordingPath!, `${lines.join('\n')}\n`);
      const proposal = await propose(lines);
      write(profilePath!, profileText(options.name, proposal, relative(options.folder, SCHEMA)));
      process.stdout.write(`${recordingPath}: ${lines.length} objects\n${profilePath}: read it, then\n`);
      process.stdout.write(`  presage profile check ${profilePath}\n`);
    });
}

function refuse({ name, force }: NewOptions, paths: readonly string[]): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new PresageError('COMMAND_USAGE', `--name: found ${name}, expected small letters, digits and -`);
  }
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined && !force) {
    throw new PresageError('COMMAND_USAGE', `${there} exists: name another, or overwrite it with --force`);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new PresageError('FILE_UNWRITABLE', `${folder}: cannot be made: ${reason(error)}`, { cause: error });
  }
}

async function record(target: Address, options: NewOptions): Promise<readonly string[]> {
  // Of several names the first: what is recorded is not to be a mixture.
  const [credentials] = credentialsOf(options, process.env);
  const address = await addressIn(target);
  const exchange = createExchange({
    address,
    port: target.port,
    credentials: credentials!,
    timeout: options.timeout ?? 2000,
    retries: 2,
  });
  try {
    const { lines, errors } = await recordSubtrees(exchange, ROOTS, MOST_OBJECTS);
    for (const words of errors) process.stderr.write(`${words}\n`);
    return lines;
  } catch (failure) {
    if (!(failure instanceof RequestFailure)) throw failure;
    const message = `${target.host} port ${target.port}: ${failure.kind === 'silence' ? 'no answer' : failure.message}: check its community and access list`;
    throw new PresageError('DEVICE_UNREACHABLE', message, { cause: failure });
  } finally {
    exchange.close();
  }
}

async function addressIn({ host }: Address): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch (error) {
    const message = `the name ${host} cannot be resolved (${reason(error)}): check it, or give an address`;
    throw new PresageError('DEVICE_UNREACHABLE', message, { cause: error });
  }
}

/** Tries the profiles on the recording, not on the device. */
async function propose(lines: readonly string[]) {
  const agent = createAgent({ tree: parseRecording(lines.join('\n')).tree, community: 'recorded' });
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  const session = createSession({ address: host, port, credentials: v2c('recorded'), timeout: 2000, retries: 1 });
  try {
    return await proposeProfile(session, loadProfiles());
  } finally {
    session.close();
    await agent.close();
  }
}

function write(path: string, text: string): void {
  const output = openOutput(path, []);
  output.write(text);
  output.close();
}
