import { z } from 'zod';
import { calendarSchema } from './calendar.ts';
import { checkNames } from './credentials.ts';
import { type DeviceParts, devicesSchema, limitsSchema, snmpSchema } from './devices.ts';
import { grafanaSchema } from './grafana.ts';
import { syslogSchema } from './syslog.ts';
import { checkTrapNames, trapsSchema } from './traps.ts';
import { boolean, duration, number, zoneName } from './values.ts';

/** What the implementations bring to the schema: the types of logs and stores there are, how devices are read. */
export interface ConfigurableParts<S extends z.ZodType, C extends z.ZodType, F extends z.ZodType>
  extends DeviceParts<C, F> {
  readonly formats: readonly string[];
  /** The format whose sources name a template. */
  readonly template: string;
  /** The path of a file that can be read, made absolute. */
  readonly file: z.ZodType<string>;
  readonly store: S;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const serve = z
  .strictObject({
    host: z.string().default('127.0.0.1').describe('Address to listen on.'),
    port: number(z.int().min(0).max(65_535)).default(4500).describe('Port of the page and of the REST service.'),
    insecure: boolean().default(false).describe('Allow an address other than loopback although nothing is protected.'),
  })
  .superRefine((value, context) => {
    if (LOOPBACK.test(value.host) || value.insecure) return;
    const message =
      'expected a loopback address (127.0.0.1, ::1), or insecure: true since nothing is protected by a token';
    context.addIssue({ code: 'custom', path: ['host'], message });
  });

const forecast = z.strictObject({
  threads: number(z.int().min(1).max(64))
    .optional()
    .describe('Threads that forecast; default: one less than there are processor cores, at least 1, at most 8.'),
});

const logSource = (formats: readonly string[], template: string, file: z.ZodType<string>) =>
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
        .array(
          z
            .string()
            .regex(/^[^*]*[^/]*$/, { error: 'expected a * in the file name only, not in a folder' })
            .min(1),
        )
        .min(1)
        .optional()
        .describe('Paths or patterns (* in the file name) of the log and its rotated files.'),
      syslog: syslogSchema(file).optional().describe('In place of files: the log is received over syslog.'),
      zone: zoneName().optional().describe('Zone of the dates in the log; default: the zone of the network.'),
      interim_period: duration(MINUTE, 24 * HOUR)
        .default(2 * HOUR)
        .describe('How often a NAS reports a session; silent for more than two periods is ended.'),
    })
    .superRefine(({ files, syslog }, context) => {
      if ((files === undefined) !== (syslog === undefined)) return;
      const message = files ? 'expected files or syslog, not both' : 'expected files, or syslog';
      context.addIssue({ code: 'custom', path: [files ? 'syslog' : 'files'], message });
    })
    .superRefine((log, context) => {
      if ((log.format === template) === (log.template !== undefined)) return;
      const message = `expected it with format: ${template}, and with no other`;
      context.addIssue({ code: 'custom', path: ['template'], message });
    });

/** The schema of the whole configuration file. Paths in it are relative to the file. */
export function configurationSchema<S extends z.ZodType, C extends z.ZodType, F extends z.ZodType>(
  parts: ConfigurableParts<S, C, F>,
) {
  const sections = z.strictObject({
    network: z.string().min(1).max(80).default('network').describe('Name shown to people.'),
    zone: zoneName().default('UTC').describe('Zone of the network: what people and the original REST service see.'),
    calendar: calendarSchema.prefault({}),
    data: z.string().min(1).default('presage-data').describe('Folder of all that Presage keeps; one process owns it.'),
    log_level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('What is logged.'),
    serve: serve.prefault({}),
    grafana: grafanaSchema(parts.community, parts.communityFile).prefault({}),
    store: parts.store,
    forecast: forecast.prefault({}),
    snmp: snmpSchema(parts).prefault({}),
    devices: devicesSchema(parts),
    traps: trapsSchema().prefault({}),
    devices_file: z
      .string()
      .min(1)
      .optional()
      .describe('In place of devices: a file of them, read again when it changes.'),
    incidents: limitsSchema(parts.kinds),
    logs: z
      .array(logSource(parts.formats, parts.template, parts.file))
      .default([])
      .superRefine((sources, context) => {
        for (const [index, source] of sources.entries()) {
          if (sources.findIndex((other) => other.name === source.name) === index) continue;
          context.addIssue({ code: 'custom', path: [index, 'name'], message: 'expected a name no other source has' });
        }
      }),
  });
  return sections
    .superRefine(checkNames)
    .superRefine(checkTrapNames)
    .superRefine(({ devices, devices_file }, context) => {
      if (devices_file === undefined || devices.length === 0) return;
      context.addIssue({
        code: 'custom',
        path: ['devices_file'],
        message: 'expected devices or devices_file, not both',
      });
    });
}
