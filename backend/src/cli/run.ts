import { resolve } from 'node:path';
import { Command } from 'commander';
import { demoConfiguration, readConfiguration, withDemoNetwork } from '../configuration.ts';
import { PresageError } from '../errors.ts';
import { startPresage } from '../main.ts';
import { collectSeldom } from '../service/heap-growth.ts';
import { wholeNumber } from './values.ts';

interface RunOptions {
  readonly config?: string;
  readonly demo?: boolean;
  readonly port?: number;
  readonly data?: string;
  readonly speed: number;
  readonly seed: number;
  readonly faults: boolean;
}

/** `presage run`: the service, until it is told to stop; without a configuration it runs the demo network. */
export function runCommand(): Command {
  return new Command('run')
    .description('Run the service; without --config a demo network of simulated subscribers.')
    .option('--config <file>', 'the configuration file of your network')
    .option('--demo', 'with --config: the demo network in place of the one in the file')
    .option('--port <number>', 'listen on this port, whatever the configuration says', wholeNumber(0, 65_535))
    .option('--data <folder>', 'keep everything in this folder, whatever the configuration says')
    .option('--speed <times>', 'demo only: let the time run this many times as fast', wholeNumber(1, 600), 1)
    .option('--seed <number>', 'demo only: another seed gives other subscribers', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--no-faults', 'demo only: nothing breaks by itself')
    .addHelpText(
      'after',
      `
Examples:
  presage run                        the demo network at http://127.0.0.1:4500/
  presage run --speed 60             an hour of the demo network passes in a minute
  presage run --config presage.yml   your network
  presage run --demo --config presage.yml
                                     the demo network, kept and served as the file says`,
    )
    .action(async (options: RunOptions, command: Command) => {
      collectSeldom();
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      const forDemo = ['speed', 'seed', 'faults'].filter((name) => command.getOptionValueSource(name) === 'cli');
      const ownNetwork = options.config !== undefined && !options.demo;
      if (ownNetwork && forDemo.length > 0) {
        throw new PresageError(
          'COMMAND_USAGE',
          '--speed, --seed and --no-faults are for the demo network: leave them out, or --config, or add --demo',
        );
      }
      const file = options.config ? readConfiguration(options.config, process.env) : demoConfiguration(options.data);
      const demo = ownNetwork ? undefined : { speed: options.speed, seed: options.seed, faults: options.faults };
      const data = options.data === undefined ? file.data : resolve(options.data);
      const port = options.port ?? file.serve.port;
      const base = { ...file, data, serve: { ...file.serve, port } };
      const configuration = demo ? withDemoNetwork(base) : base;
      const say = (text: string) => process.stderr.write(`${text}\n`);
      await startPresage({ configuration, demo, say, signal: stop.signal });
    });
}
