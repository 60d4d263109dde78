import { Command } from 'commander';
import { readConfiguration } from '../configuration.ts';
import { PresageError } from '../errors.ts';
import { type ImportSummary, importDry, importInto } from '../import.ts';
import { FORMAT_NAMES, formatOf } from '../log-formats.ts';
import { TEMPLATE } from '../parse/template/template.ts';
import { checkedZone } from './values.ts';

interface ImportOptions {
  readonly zone?: string;
  readonly template?: string;
  readonly config?: string;
  readonly source?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `presage import`: reads whole log files, into the store or, as a dry run, only to show what is in them. */
export function importCommand(): Command {
  return new Command('import')
    .description('Read log files, plain or gzipped, into the store; a file that was read before is not read twice.')
    .argument('<format>', `format of the lines: ${FORMAT_NAMES.join(', ')}`)
    .argument('<files...>', 'log files, in any order')
    .option('--config <file>', 'the configuration that names the store, the data folder and the source')
    .option('--source <name>', 'the source in the configuration that the files belong to (default: the only one)')
    .option(
      '--template <file>',
      'of the format template: the file that describes the lines (default: that of the source)',
    )
    .option('--zone <zone>', 'time zone of the dates in the files (default: that of the source, or UTC)', checkedZone)
    .option('--dry-run', 'store nothing; print the hourly values')
    .option('--json', 'print one JSON object an hour')
    .addHelpText(
      'after',
      `
Examples:
  presage import billing-radius radius.log --zone Europe/Ulyanovsk --dry-run --json
  presage import billing-radius /backup/radius.log.*.gz --config presage.yml`,
    )
    .action(async (format: string, files: string[], options: ImportOptions) => {
      const usage = (message: string) => new PresageError('COMMAND_USAGE', message);
      if (!FORMAT_NAMES.includes(format)) throw usage(`format: found ${format}, expected ${FORMAT_NAMES.join(' or ')}`);
      const isTemplate = format === TEMPLATE;
      if (options.template !== undefined && !isTemplate)
        throw usage(`--template: expected with the format ${TEMPLATE} only`);
      if (options.dryRun) {
        if (isTemplate && options.template === undefined)
          throw usage('give --template FILE, which describes the lines');
        const known = formatOf({ format, template: options.template });
        const { hours, summary } = await importDry({
          format: known,
          files,
          zone: options.zone ?? 'UTC',
          progress,
          warn,
        });
        for (const [start, values] of hours) {
          const hour = { time: new Date(start).toISOString(), ...values };
          process.stdout.write(options.json ? `${JSON.stringify(hour)}\n` : `${tableLine(hour)}\n`);
        }
        sayOutcome(summary);
        return;
      }
      if (!options.config) throw usage('give --config FILE, which names the store, or --dry-run to store nothing');
      const configuration = readConfiguration(options.config, process.env);
      const names = configuration.logs.map(({ name }) => name);
      const source = options.source ?? (names.length === 1 ? names[0]! : undefined);
      if (source === undefined || !names.includes(source)) {
        throw usage(
          `--source: found ${source ?? 'nothing'}, expected one of ${names.join(', ') || '(no logs: in the configuration)'}`,
        );
      }
      const template = options.template ?? configuration.logs.find(({ name }) => name === source)?.template;
      if (isTemplate && template === undefined) throw usage('give --template FILE, which describes the lines');
      const known = formatOf(isTemplate ? { format, template } : { format });
      sayOutcome(await importInto({ configuration, source, format: known, files, zone: options.zone, progress, warn }));
    });
}

const tableLine = ({ time, ...values }: { time: string } & Record<string, number | null | string>) =>
  [time, ...Object.entries(values).map(([name, value]) => `${name}=${value ?? '–'}`)].join('  ');

/** Shows a person how far it is; a log of the output stays free of it. */
function progress(lines: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${lines} lines …\x1b[K`);
}

function warn(problem: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.stderr.write(`${problem}\n`);
}

function sayOutcome({ lines, unreadable, hours }: ImportSummary): void {
  const reasons = Object.entries(unreadable).toSorted(([, a], [, b]) => b - a);
  const bad = reasons.reduce((sum, [, count]) => sum + count, 0);
  const detail = bad ? ` (${reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')})` : '';
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.stderr.write(`${lines} lines, ${bad} unreadable${detail}, ${hours} hours\n`);
}
