import { z } from 'zod';
import type { LogSourceReport } from '../../model/log-source.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { Problem } from './problem.ts';

const time = z.number().nullable();

const receiver = z.strictObject({
  listening: z.array(z.string()).describe('Where, such as `udp 127.0.0.1:5514`; empty while it cannot.'),
  peers: z.array(
    z.strictObject({
      address: z.string(),
      messages: z.int(),
      octets: z.int(),
      last: time.describe('When its last message came.'),
      connections: z.int().describe('Of those that are open.'),
    }),
  ),
  refused: z.record(z.string(), z.int()).describe('What came and did not become lines since the start, by reason.'),
});

/** How a log source is doing, with all that is known of it. */
export const sourceReport = z
  .strictObject({
    name: z.string(),
    format: z.string(),
    lines: z.int().describe('Lines read since the first start.'),
    unreadable: z.record(z.string(), z.int()).describe('Lines that could not be read, by reason.'),
    examples: z
      .record(z.string(), z.string())
      .describe(
        'By reason, the latest line since the start that could not be read: cut to 200 characters, control characters written out. It may name subscribers, so viewers of Grafana get none.',
      ),
    linesPerSecond: z.number().nullable().describe('Mean of the last minute.'),
    newest: time.describe('The newest date of a line, epoch milliseconds UTC.'),
    lagSeconds: z.number().nullable().describe('From that date until now.'),
    silentSeconds: z.number().nullable().describe('Since a line was read last, whatever its date.'),
    unreadOctets: z.number().nullable().describe('What is there and not read yet; null where that cannot be told.'),
    filesRead: z.int().describe('Contents of files read since the first start, also of files that are gone.'),
    files: z
      .array(
        z.strictObject({
          path: z.string(),
          offset: z.number().describe('Octets of its content read.'),
          size: z.number().nullable().describe('Octets of its content; null where that cannot be told.'),
        }),
      )
      .describe('Those that are there now.'),
    receiver: receiver.nullable().describe('Of a source that is received over syslog.'),
    problem: z.string().nullable().describe('Why it cannot be read now, in words.'),
  })
  .register(namedSchemas, { id: 'LogSource' });

/** A report as it is answered; whoever only views gets no examples. */
function answerOf(report: LogSourceReport, role: string): z.input<typeof sourceReport> {
  const { files, receiver, examples } = report;
  return {
    ...report,
    examples: role === 'Viewer' ? {} : { ...examples },
    unreadable: { ...report.unreadable },
    files: files.map(({ size, ...file }) => ({ ...file, size: size ?? null })),
    receiver: receiver && {
      listening: [...receiver.listening],
      peers: receiver.peers.map(({ last, ...peer }) => ({ ...peer, last: last ?? null })),
      refused: { ...receiver.refused },
    },
  };
}

export const sourcesEndpoint: Endpoint = {
  path: '/api/v1/sources',
  get: operation({
    id: 'readSources',
    summary: 'How the log sources are doing: rate, lag, what cannot be read and why',
    answer: json(z.strictObject({ sources: z.array(sourceReport) })),
    problems: [],
    handle: (_input, { sources, user }) => ({ sources: sources().map((report) => answerOf(report, user.role)) }),
  }),
};

export const sourceEndpoint: Endpoint = {
  path: '/api/v1/sources/{name}',
  get: operation({
    id: 'readSource',
    summary: 'How one log source is doing',
    parameters: z.object({ name: z.string() }),
    answer: json(sourceReport),
    problems: ['not-found'],
    handle({ parameters: { name } }, { sources, user }) {
      const report = sources().find((one) => one.name === name);
      if (!report) throw new Problem('not-found', `There is no log source ${name}; /api/v1/sources lists all.`);
      return answerOf(report, user.role);
    },
  }),
};
