import { type Command, Option } from 'commander';
import { readSnmp, SNMP_PASSWORD } from '../configuration.ts';
import { PresageError } from '../errors.ts';
import { AUTHENTICATIONS, PRIVACIES, type SnmpCredentials } from '../model/credentials.ts';
import { namedCredentials } from '../polled-devices.ts';

const DEFAULT_COMMUNITY = 'public';
/** Where passwords come from: on the command line everybody on the machine could read them. */
const AUTH_PASSWORD = 'PRESAGE_AUTH_PASSWORD';
const PRIVACY_PASSWORD = 'PRESAGE_PRIVACY_PASSWORD';

export interface CredentialOptions {
  readonly snmpVersion?: '1' | '2c' | '3';
  readonly community?: string;
  readonly user?: string;
  readonly auth?: (typeof AUTHENTICATIONS)[number];
  readonly privacy?: (typeof PRIVACIES)[number];
  readonly context?: string;
  readonly credentials?: string;
  readonly config?: string;
}

/** Adds the options that say with what a device is asked. */
export function withCredentialOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-v, --snmp-version <version>', 'default: 3 with --user, otherwise 2c').choices(['1', '2c', '3']),
    )
    .option('--community <name>', 'SNMP community (default: that of PRESAGE_COMMUNITY, or public)')
    .option('--user <name>', 'user of SNMP v3')
    .addOption(
      new Option('--auth <protocol>', `how it signs, with the password of ${AUTH_PASSWORD}`).choices(AUTHENTICATIONS),
    )
    .addOption(
      new Option('--privacy <protocol>', `how it encrypts, with the password of ${PRIVACY_PASSWORD}`).choices(
        PRIVACIES,
      ),
    )
    .option('--context <name>', 'context of SNMP v3')
    .option('--credentials <names>', 'instead of all these: names of snmp.credentials of --config, with commas between')
    .option('--config <file>', 'the configuration file that has them');
}

/**
 * With what a device is asked, by the options; throws COMMAND_USAGE when they do not fit together or a password is
 * missing, CONFIG_INVALID and CONFIG_UNREADABLE as reading a configuration does.
 */
export function credentialsOf(options: CredentialOptions, environment: NodeJS.ProcessEnv): readonly SnmpCredentials[] {
  if (options.credentials !== undefined || options.config !== undefined) return configured(options, environment);
  const { snmpVersion: version = options.user === undefined ? '2c' : '3', community, user, auth, privacy } = options;
  if (version !== '3') {
    refuse(options, ['user', 'auth', 'privacy', 'context'], `SNMP v${version}`);
    return [{ version, community: community ?? environment.PRESAGE_COMMUNITY ?? DEFAULT_COMMUNITY }];
  }
  refuse(options, ['community'], 'SNMP v3');
  if (user === undefined) throw usage('SNMP v3 needs --user');
  if (privacy && !auth) throw usage('--privacy needs --auth: SNMP v3 encrypts only what it authenticates');
  return [
    {
      ...{ version, user, context: options.context ?? '' },
      auth: auth && { protocol: auth, password: password('--auth', AUTH_PASSWORD, environment) },
      privacy: privacy && { protocol: privacy, password: password('--privacy', PRIVACY_PASSWORD, environment) },
    },
  ];
}

function configured(options: CredentialOptions, environment: NodeJS.ProcessEnv): readonly SnmpCredentials[] {
  const { credentials, config } = options;
  if (credentials === undefined || config === undefined) throw usage('--credentials and --config go together');
  refuse(options, ['snmpVersion', 'community', 'user', 'auth', 'privacy', 'context'], '--credentials');
  const snmp = readSnmp(config, environment);
  const known = Object.keys(snmp.credentials);
  const names = credentials.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return namedCredentials(snmp, names);
  const there = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  throw usage(`${config} has no credentials ${unknown}: ${there}`);
}

/** Throws COMMAND_USAGE when one of the options is given that has no sense with something else. */
export function refuse(options: CredentialOptions, names: readonly (keyof CredentialOptions)[], other: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw usage(`--${given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} has no sense with ${other}`);
}

function password(option: string, variable: string, environment: NodeJS.ProcessEnv): string {
  const found = environment[variable] ?? '';
  if (found.length >= SNMP_PASSWORD) return found;
  throw usage(`${option} needs the environment variable ${variable}, with at least ${SNMP_PASSWORD} characters`);
}

const usage = (message: string) => new PresageError('COMMAND_USAGE', message);
