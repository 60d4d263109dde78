import { z } from 'zod';
import { HOUR, MINUTE } from '../model/targets.ts';
import { syslogSchema } from './syslog.ts';
import { duration, zoneName } from './values.ts';

/** What the implementations bring to the schema of the log sources. */
export interface LogParts {
  readonly formats: readonly string[];
  /** The format whose sources name a template. */
  readonly template: string;
  /** The path of a file that can be read, made absolute. */
  readonly file: z.ZodType<string>;
}

/** The log sources: what is read, as what, and where from. */
export const logsSchema = (parts: LogParts) =>
  z
    .array(logSource(parts))
    .default([])
    .superRefine((sources, context) => {
      for (const [index, source] of sources.entries()) {
        if (sources.findIndex((other) => other.name === source.name) === index) continue;
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'expected a name no other source has' });
      }
    });

const logSource = ({ formats, template, file }: LogParts) =>
  z
    .strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
          error: 'expected 1 to 64 letters, digits, dots, dashes or underscores',
        })
        .describe('Identity of the source in every series it gives: never change it later.'),
      format: z.enum(formats as [string, ...string[]]).describe('Format of the lines.'),
      template: z.string().min(1).optional().describe('With format: template: the file that describes the lines.'),
      files: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe('Files, folders or patterns (*, ?, ** for any folders) of the log and its rotated files.'),
      syslog: syslogSchema(file).optional().describe('In place of files: the log is received over syslog.'),
      zone: zoneName().optional().describe('Zone of the dates in the log; default: the zone of the network.'),
      interim_period: duration(MINUTE, 24 * HOUR)
        .default(2 * HOUR)
        .describe('How often a NAS reports a session; silent for more than two periods is ended.'),
    })
    .superRefine((log, context) => {
      const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if ((log.format === template) !== (log.template !== undefined))
        problem('template', `expected it with format: ${template}, and with no other`);
      if (log.files && log.syslog) problem('syslog', 'expected files or syslog, not both');
      if (!log.files && !log.syslog) problem('files', 'expected files, or syslog');
    });
