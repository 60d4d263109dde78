import { Command } from 'commander';
import { readConfiguration } from '../configuration.ts';

/** `presage check`: reads a configuration and starts nothing. */
export function checkCommand(): Command {
  return new Command('check')
    .description('Check a configuration file; starts nothing.')
    .requiredOption('--config <file>', 'the configuration file')
    .option('--show', 'print the configuration in force, defaults filled in and secrets masked')
    .addHelpText('after', '\nExample:\n  presage check --config presage.yml')
    .action((options: { config: string; show?: boolean }) => {
      const configuration = readConfiguration(options.config, process.env);
      if (options.show) process.stdout.write(`${JSON.stringify(configuration, undefined, 2)}\n`);
      process.stderr.write(`${options.config}: the configuration is valid\n`);
    });
}
