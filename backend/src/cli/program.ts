import { Command, CommanderError } from 'commander';
import { PresageError, reason } from '../errors.ts';
import { VERSION } from '../version.ts';
import { backtestCommand } from './backtest.ts';
import { checkCommand } from './check.ts';
import { discoverCommand } from './discover.ts';
import { forecastCommand } from './forecast.ts';
import { importCommand } from './import.ts';
import { pollCommand } from './poll.ts';
import { profileCommand } from './profile.ts';
import { replayCommand } from './replay.ts';
import { runCommand } from './run.ts';

const USAGE = 2;
const PROBLEM = 1;
const USAGE_CODES = new Set(['CONFIG_UNREADABLE', 'CONFIG_INVALID', 'COMMAND_USAGE', 'PROFILE_INVALID']);

const presage = new Command('presage')
  .description('Sees subscriber-facing network incidents coming.')
  .version(VERSION, '--version', 'print the version')
  .exitOverride()
  .showHelpAfterError('(presage --help and presage COMMAND --help show examples)')
  .addHelpText(
    'after',
    `
Examples:
  presage run                                   a demo network, page at http://127.0.0.1:4500/
  presage run --config presage.yml              your network
  presage check --config presage.yml            is this configuration right?
  presage import billing-radius radius.log.*.gz --zone Europe/Ulyanovsk --dry-run --json
  presage forecast series.csv                   the next 24 hours of every column
  presage poll 192.0.2.1 --community public     what does this device say?
  presage discover 10.0.0.0/24 --out devices.yml
                                                which of these addresses are devices?
  presage profile new 192.0.2.1 --name our-switch   begin a profile for a device
  presage backtest series.csv --train 120       how good would the forecasts have been?

Exit codes: 0 done, 1 a problem in the data or the network, 2 wrong usage or configuration.`,
  );
for (const command of [
  runCommand(),
  checkCommand(),
  importCommand(),
  forecastCommand(),
  backtestCommand(),
  replayCommand(),
  pollCommand(),
  discoverCommand(),
  profileCommand(),
]) {
  presage.addCommand(command.copyInheritedSettings(presage));
}

/** Does what the arguments of this process ask for, and leaves its exit code. */
export async function main(): Promise<void> {
  // Whoever reads the output may stop reading, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : PROBLEM));
  try {
    await presage.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what went wrong in one line a problem; answers the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof PresageError) {
    process.stderr.write(`${error.message}\n`);
    return USAGE_CODES.has(error.code) ? USAGE : PROBLEM;
  }
  process.stderr.write(`unexpected fault, please report it: ${error instanceof Error ? error.stack : reason(error)}\n`);
  return PROBLEM;
}
