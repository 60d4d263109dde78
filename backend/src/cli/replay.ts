import { basename } from 'node:path';
import { Command } from 'commander';
import { type Agent, createAgent } from '../simulate/agent/agent.ts';
import { readRecording } from '../simulate/agent/recording.ts';
import { wholeNumber } from './values.ts';

const HOST = '127.0.0.1';

interface ReplayOptions {
  readonly port: number;
  readonly community: string;
}

/** `presage replay`: answers SNMP requests as the recorded devices did, until it is told to stop. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Answer SNMP v1 and v2c requests on this machine as recorded devices did (snmprec files).')
    .argument('<recordings...>', 'recordings, each on a port of its own')
    .option('--port <number>', 'UDP port of the first; the others follow', wholeNumber(1, 65_535), 1161)
    .option('--community <name>', 'the community that is answered', 'public')
    .addHelpText(
      'after',
      `
Prints a line for each: its address and its name. Ctrl-C ends it.

Example:
  presage replay switch.snmprec router.snmprec --port 2161`,
    )
    .action(async (recordings: string[], { port, community }: ReplayOptions) => {
      const agents: Agent[] = [];
      try {
        for (const [index, path] of recordings.entries()) {
          const { tree, broken } = await readRecording(path);
          if (broken > 0) process.stderr.write(`${path}: ${broken} lines left out, they cannot be read\n`);
          const agent = createAgent({ tree, community });
          const address = await agent.listen({ host: HOST, port: port + index });
          agents.push(agent);
          process.stdout.write(`${address.host}:${address.port}  ${basename(path, '.snmprec')}\n`);
        }
        await stopped();
      } finally {
        for (const agent of agents) await agent.close();
      }
    });
}

const stopped = () =>
  new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
