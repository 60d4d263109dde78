import { z } from 'zod';
import type { LogSourceReport } from '../../model/log-source.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';

const sourceStatus = z.strictObject({
  name: z.string(),
  files: z.int().describe('Log files known.'),
  listening: z
    .array(z.string())
    .optional()
    .describe(
      'Only of a source that is received over syslog: where, such as `udp 127.0.0.1:5514`; empty while it cannot.',
    ),
  lines: z.int().describe('Lines read since the first start.'),
  unreadable: z.record(z.string(), z.int()).describe('Lines that could not be read, by reason.'),
  newest: z.number().nullable().describe('The newest date of a line, epoch milliseconds UTC.'),
  linesPerSecond: z.number().nullable().describe('Mean of the last minute.'),
  lagSeconds: z.number().nullable().describe('From the newest date of a line until now.'),
  unreadOctets: z.number().nullable().describe('What is there and not read yet; null where that cannot be told.'),
  problem: z.string().optional().describe('Why it cannot be read now, in words; absent when all is well.'),
});

/** How Presage is doing. */
export const statusReport = z
  .strictObject({
    version: z.string(),
    network: z.string().describe('Name of the network; `demo` for the demo network.'),
    zone: z.string().describe('IANA name of the zone of the network.'),
    now: z.number().describe("The program's clock, epoch milliseconds UTC."),
    store: z.strictObject({
      kind: z.enum(['embedded', 'influx']),
      available: z.boolean(),
      waiting: z.int().describe('Samples accepted but not yet durable.'),
      problem: z.string().nullable().describe('What is wrong, in words.'),
    }),
    sources: z.array(sourceStatus),
    devices: z
      .strictObject({
        file: z.string(),
        problem: z
          .string()
          .nullable()
          .describe('Why it is not in force as it is now, in words; then the devices from before go on.'),
      })
      .optional()
      .describe('The file of the devices; absent when they stand in the configuration itself.'),
  })
  .register(namedSchemas, { id: 'StatusReport' });

export type StatusReport = z.output<typeof statusReport>;

/** What of a log source stands in the status. */
export function sourceStatusOf(report: LogSourceReport): StatusReport['sources'][number] {
  const { name, filesRead, lines, unreadable, newest, linesPerSecond, lagSeconds, unreadOctets, receiver } = report;
  return {
    ...{ name, files: filesRead, lines, unreadable: { ...unreadable }, newest },
    ...{ linesPerSecond, lagSeconds, unreadOctets },
    ...(receiver ? { listening: [...receiver.listening] } : {}),
    ...(report.problem === null ? {} : { problem: report.problem }),
  };
}

export const statusEndpoint: Endpoint = {
  path: '/api/v1/status',
  get: operation({
    id: 'readStatus',
    summary: 'How Presage, its store and its log sources are doing',
    answer: json(statusReport),
    problems: [],
    handle: (_input, { status }) => status(),
  }),
};
