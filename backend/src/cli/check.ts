import { Command } from 'commander';
import { readConfiguration } from '../configuration.ts';
import { PresageError } from '../errors.ts';
import { readTemplate } from '../log-formats.ts';
import { tryTemplate } from './check-template.ts';

interface CheckOptions {
  readonly config?: string;
  readonly show?: boolean;
  readonly template?: string;
  readonly log?: string;
}

/** `presage check`: reads a configuration, or a file that describes the lines of a log, and starts nothing. */
export function checkCommand(): Command {
  return new Command('check')
    .description('Check a configuration file, or a template of log lines; starts nothing.')
    .option('--config <file>', 'the configuration file')
    .option('--show', 'print the configuration in force, defaults filled in and secrets masked')
    .option('--template <file>', 'in place of it: a file that describes the lines of a log')
    .option('--log <file>', 'with --template: a log; says what its first 100,000 lines are, and which cannot be read')
    .addHelpText(
      'after',
      `
Examples:
  presage check --config presage.yml
  presage check --template my-format.yaml --log radius.log`,
    )
    .action(async ({ config, show, template, log }: CheckOptions) => {
      if ((config === undefined) === (template === undefined)) {
        throw new PresageError('COMMAND_USAGE', 'give --config FILE or --template FILE, one of them');
      }
      if (log !== undefined && template === undefined) {
        throw new PresageError('COMMAND_USAGE', '--log: expected with --template FILE only');
      }
      if (config !== undefined) {
        const configuration = readConfiguration(config, process.env);
        if (show) process.stdout.write(`${JSON.stringify(configuration, undefined, 2)}\n`);
        process.stderr.write(`${config}: the configuration is valid\n`);
      }
      if (template !== undefined) {
        const { definition } = readTemplate(template);
        process.stderr.write(`${template}: valid, and so are its examples (${definition.examples.length})\n`);
        if (log !== undefined) process.stdout.write(`${await tryTemplate(template, log)}\n`);
      }
    });
}
